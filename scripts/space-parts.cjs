/** The files of a space that build and train its networks, and that look its architectures up in a table. */
module.exports = { spaceParts: '^experiments/space/[^/]+/(network|train-[a-z0-9-]+|table)\\.ts$' };
