/** What a trained network says of images: each beside its true classes, with the colours of the classes. */
import type { PictureAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from './answered.tsx';

/** As in `schemas/predictions.ts`, without its schema. */
export const predictionsName = 'predictions.png';
/** Small pictures are shown by a whole factor, so that they have about this many pixels of the page. */
const room = 720;

export function Picture({ recordKey, label }: { readonly recordKey: string; readonly label: string }) {
  const loaded = useAnswer<PictureAnswer>('picture', { key: recordKey });
  return (
    <Answered loaded={loaded}>
      {({ source, width, height, part, colours }) => {
        const factor = Math.max(1, Math.round(room / width));
        return (
          <figure class="picture">
            <img
              src={source}
              width={factor * width}
              height={factor * height}
              alt={`Images of the ${part} part, their true classes, and those that the network of ${label} says`}
            />
            <figcaption>
              <p class="faint">{`Images of the ${part} part, their true classes, and those that the network says`}</p>
              <ul class="legend">
                {colours.map(({ name, colour }) => (
                  <li key={name}>
                    <span class="class-colour" style={{ background: colour }} /> {name}
                  </li>
                ))}
              </ul>
            </figcaption>
          </figure>
        );
      }}
    </Answered>
  );
}
