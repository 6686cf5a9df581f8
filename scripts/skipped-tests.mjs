// A Vitest reporter: closes a run with the tests that were skipped, under the reason for each.

const shownOfFile = 5;

export default class SkippedTests {
  #isFiltered = false;

  onInit(vitest) {
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(testModules) {
    const skipped = testModules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => ({
        file: module.relativeModuleId,
        name: test.fullName,
        reason: test.result().note,
      })),
    );
    // A pattern of names leaves all other tests out, which nobody needs to be told.
    const told = this.#isFiltered ? skipped.filter(({ reason }) => reason !== undefined) : skipped;
    if (told.length > 0) console.log(skippedText(told));
  }
}

function skippedText(skipped) {
  const byReason = grouped(skipped, ({ reason }) => reason ?? 'no reason given');
  const lines = [...byReason].flatMap(([reason, tests]) => [`  ${reason}`, ...fileLines(tests)]);
  return [`Skipped (${skipped.length}):`, ...lines, ''].join('\n');
}

function fileLines(tests) {
  return [...grouped(tests, ({ file }) => file)].flatMap(([file, ofFile]) =>
    ofFile.length > shownOfFile
      ? [`    ${file}: ${ofFile.length} tests`]
      : ofFile.map(({ name }) => `    ${file}: ${name}`),
  );
}

function grouped(items, nameOf) {
  const groups = new Map();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}
