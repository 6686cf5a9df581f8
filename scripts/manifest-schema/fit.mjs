/** Which data, spaces, methods and stages go together, as the runner reads it. */
export const fitTable = ({ methods, tasks, spaces }) => ({
  tasks: Object.fromEntries(
    Object.entries(tasks).map(([task, { data, stage }]) => [
      task,
      { data, stages: ['search', ...(stage === null ? [] : [stage.kind])] },
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
});

const fits = ({ forms }, task, space) =>
  forms.some((form) => form.task === task && form.spaces.includes(space));
