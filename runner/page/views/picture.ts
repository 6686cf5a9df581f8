/** The picture that a training of segmentation left, by the key of its record. */
import { contractProblemText } from '../../../schemas/contract.ts';
import { isSha256, toJobKey } from '../../../schemas/ids.ts';
import { predictionsFormat, predictionsLegendName, predictionsName } from '../../../schemas/predictions.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { sheetSize } from '../../report/kinds/predictions/sheet.ts';
import { outputBytes, outputText } from '../../store/output-text.ts';
import type { PictureAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { PageData } from '../page-data.ts';

export function pictureView(data: PageData, url: URL): Result<PictureAnswer, PageProblem> {
  const key = parameter(url, 'key');
  if (!key.ok) return fail(...key.failures);
  const store = data.store();
  const record = isSha256(key.value) ? store.look(toJobKey(key.value)) : undefined;
  const found = typeof record === 'object' ? record : undefined;
  const png = found && outputBytes(found, predictionsName, store);
  const text = found && outputText(found, predictionsLegendName, store);
  if (png === undefined || text === undefined)
    return fail(
      problem(
        404,
        `expected the key of a job with ${predictionsName}, found "${key.value}"`,
        'trainings of semantic-segmentation have one; `reprise fsck` tells whether it is damaged',
      ),
    );
  const legend = predictionsFormat.parse(text);
  if (!legend.ok)
    return fail(problem(404, legend.failures.map(contractProblemText).join('; '), 'compute the job again'));
  const { part, classes, ignored } = legend.value;
  return ok({
    source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    ...sheetSize(legend.value),
    part,
    colours: [...classes, { name: 'not measured', colour: ignored }],
  });
}
