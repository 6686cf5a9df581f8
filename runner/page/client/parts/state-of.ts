/** How far experiments are, asked for one after the other, and only while somebody may see them: each is a plan. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExperimentState } from '../../answers.ts';
import { type AnswerProblem, ask, type Loaded, problemOf } from '../answers.ts';
import type { ExperimentName } from '../route.ts';

let last: Promise<unknown> = Promise.resolve();

/** @returns the state, and where it is to be shown: nothing is asked before that is near the screen. */
export function useStateOf({ id, profile }: ExperimentName) {
  const place = useRef<HTMLLIElement>(null);
  const [loaded, setLoaded] = useState<Loaded<ExperimentState>>({ state: 'waiting' });
  useEffect(() => {
    let isWanted = true;
    const read = async (): Promise<void> => {
      if (!isWanted) return;
      try {
        const value = await ask<ExperimentState>('state', { id, profile });
        setLoaded({ state: 'there', value });
      } catch (error) {
        const problem: AnswerProblem = problemOf(error);
        setLoaded({ state: 'refused', problem });
      }
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      last = last.then(read);
    });
    if (place.current !== null) observer.observe(place.current);
    return () => {
      isWanted = false;
      observer.disconnect();
    };
  }, [id, profile]);
  return { place, loaded };
}
