/** Which data, spaces, methods and stages go together, as the runner reads it. */
export const fitTable = ({ methods, tasks, spaces }) => ({
  tasks: Object.fromEntries(
    Object.entries(tasks).map(([task, { data, stage, metrics, measuresModels }]) => [
      task,
      {
        ...{ data, stages: ['search', ...(stage === null ? [] : [stage.kind])] },
        ...(metrics === undefined ? {} : { metrics }),
        ...(measuresModels === undefined ? {} : { measuresModels }),
      },
    ]),
  ),
  spaces: Object.fromEntries(
    Object.entries(spaces).map(([space, its]) => [
      space,
      Object.fromEntries(
        Object.keys(its).map((task) => [
          task,
          methods.filter((method) => fits(method, task, space)).map(({ kind }) => kind),
        ]),
      ),
    ]),
  ),
  methods: Object.fromEntries(methods.map(({ kind, form }) => [kind, form])),
  unmeasured: Object.fromEntries(
    Object.keys(tasks).map((task) => [task, Object.fromEntries(methods.flatMap(silencing(task)))]),
  ),
  driven: Object.fromEntries(
    Object.entries(tasks).map(([task, { trial }]) => [
      task,
      methods.filter((method) => drives(method, task, trial !== null)).map(({ kind }) => kind),
    ]),
  ),
});

/** The settings with which a method's searches in a task measure nothing, by its kind. */
const silencing =
  (task) =>
  ({ kind, forms }) =>
    forms.flatMap(({ task: its, settings, measuresNothing }) => {
      if (its !== task || measuresNothing === undefined) return [];
      const rules = Object.entries(measuresNothing).map(([setting, value]) => {
        const isDefault = settings[setting].default === value;
        return { setting, value, isDefault };
      });
      return [[kind, rules]];
    });

/** Whether its searches in a task compute nothing, but have trials computed. */
const drives = ({ form, forms, asksForTrials }, task, isTrained) =>
  forms.some((each) => each.task === task) && (form === 'black-box' ? isTrained : asksForTrials);

const fits = ({ forms }, task, space) =>
  forms.some((form) => form.task === task && form.spaces.includes(space));
