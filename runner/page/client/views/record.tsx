/** The record of a job by its key, whatever experiment it is of: also of a trial. */
import type { RecordAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { RecordParts } from '../parts/record-parts.tsx';
import { Title } from '../parts/title.tsx';

export function RecordView({ recordKey }: { readonly recordKey: string }) {
  const loaded = useAnswer<RecordAnswer>('record', { key: recordKey });
  return (
    <section>
      <Answered loaded={loaded}>
        {(record) => (
          <>
            <Title text={record.label} above={`Record ${record.key}`} />
            <RecordParts record={record} />
          </>
        )}
      </Answered>
    </section>
  );
}
