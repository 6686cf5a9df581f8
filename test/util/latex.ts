/**
 * A strict reader of the little LaTeX that reports are made of: what it accepts, LaTeX compiles. It knows each command
 * that reports may use, with its arguments, and refuses all others, so that a character that should have been escaped is
 * found without LaTeX.
 */

/** Arguments of each command. */
const commands: Readonly<Record<string, number>> = {
  ...{ begin: 1, end: 1, caption: 1, label: 1, textbf: 1, textsuperscript: 1, includegraphics: 1 },
  ...{ centering: 0, toprule: 0, midrule: 0, bottomrule: 0, par: 0, footnotesize: 0, linewidth: 0, pm: 0 },
  ...{ textbackslash: 0, textasciitilde: 0, textasciicircum: 0, textless: 0, textgreater: 0, textbar: 0 },
  ...{ '&': 0, '%': 0, $: 0, '#': 0, _: 0, '{': 0, '}': 0, '\\': 0 },
};

const inMath = new Set(['pm']);
const tokens = /%.*\n|\\([A-Za-z]+|[\s\S])|[{}$&#^_~<>|"]|[^\\{}$&#^_~<>|"%]+/g;

interface State {
  readonly problems: string[];
  readonly open: string[];
  line: number;
  math: boolean;
  /** Columns of the table, and cells of the row so far. */
  columns: number;
  cells: number;
}

/** @returns what LaTeX would stumble over, each with its line; none for text that it compiles */
export function latexProblems(text: string): string[] {
  const state: State = { problems: [], open: [], line: 1, math: false, columns: 0, cells: 1 };
  // The name of a file is taken as it stands.
  const read = text.replace(/(\\includegraphics\[[^\]]*\])\{[^{}\n]*\}/g, '$1{file}');
  for (const token of read.matchAll(tokens)) {
    if (token[1] === undefined) readCharacter(state, token[0]);
    else readCommand(state, token[1], read.slice(token.index + token[0].length));
    state.line += token[0].split('\n').length - 1;
  }
  if (state.math) complain(state, 'a $ is not closed');
  if (state.open.length > 0) complain(state, `${state.open.at(-1)} is not closed`);
  return state.problems;
}

const complain = (state: State, problem: string): void => {
  state.problems.push(`line ${state.line}: ${problem}`);
};

function readCharacter(state: State, token: string): void {
  if (token === '{') state.open.push('{');
  else if (token === '}') close(state, '{');
  else if (token === '$') state.math = !state.math;
  else if (token === '&') {
    if (state.open.at(-1) !== 'tabular') complain(state, '& outside a table');
    state.cells += 1;
  } else if (/^[#^_~<>|"]$/.test(token)) complain(state, `${token} is not escaped`);
}

function readCommand(state: State, name: string, rest: string): void {
  const count = commands[name];
  if (count === undefined) complain(state, `\\${name} is not known`);
  else if (inMath.has(name) !== state.math) complain(state, `\\${name} ${state.math ? 'in' : 'outside'} $`);
  else if (count > 0 && !/^(?:\[[^\]]*\])?\{/.test(rest)) complain(state, `\\${name} has no argument`);
  const environment = /^\{(\w+)\}(?:\{([lr]*)\})?/.exec(rest);
  if (name === 'begin') begin(state, environment?.[1] ?? '', environment?.[2] ?? '');
  // The braces of the argument come before it is closed.
  if (name === 'end') close(state, environment?.[1] ?? '');
  if (name === '\\') endRow(state);
}

function begin(state: State, environment: string, columns: string): void {
  state.open.push(environment);
  if (environment !== 'tabular') return;
  state.columns = columns.length;
  state.cells = 1;
}

function close(state: State, expected: string): void {
  const found = state.open.pop();
  if (found !== expected) complain(state, `${expected} closes ${found ?? 'nothing'}`);
}

function endRow(state: State): void {
  if (state.open.at(-1) !== 'tabular') complain(state, '\\\\ outside a table');
  else if (state.cells !== state.columns)
    complain(state, `${state.cells} cells in a row of ${state.columns} columns`);
  state.cells = 1;
}
