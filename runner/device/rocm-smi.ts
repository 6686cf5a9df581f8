/** AMD's GPUs, asked of the tool that comes with ROCm. It does not tell which process uses which GPU. */
import { askTool } from './ask-tool.ts';
import type { GpuState } from './gpu.ts';

const query = ['--showproductname', '--showuniqueid', '--showmeminfo', 'vram', '--json'];
const mebibyte = 2 ** 20;

/** None where there is no driver, or the driver does not answer. */
export async function askAmd(): Promise<readonly GpuState[]> {
  const answer = await askTool('rocm-smi', query);
  return answer === undefined || answer.hasFailed ? [] : parseAmd(answer.stdout);
}

/** A JSON object with a key `card<number>` for each GPU, and texts as values; warnings may stand before it. */
export function parseAmd(output: string): GpuState[] {
  const cards = cardsIn(output);
  return Object.entries(cards)
    .flatMap(([card, fields]) => {
      const index = /^card(\d+)$/.exec(card)?.[1];
      return index === undefined || typeof fields !== 'object' || fields === null
        ? []
        : [cardState(index, new Map(Object.entries(fields)))];
    })
    .sort((a, b) => Number(a.index) - Number(b.index));
}

function cardState(index: string, fields: ReadonlyMap<string, unknown>): GpuState {
  const text = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => fields.get(name)).find((each) => typeof each === 'string');
    return typeof value === 'string' && value !== 'N/A' ? value : undefined;
  };
  const mib = (name: string): number | null => {
    const value = text(name);
    return value !== undefined && /^\d+$/.test(value) ? Math.floor(Number(value) / mebibyte) : null;
  };
  const unique = text('Unique ID');
  const usedMib = mib('VRAM Total Used Memory (B)');
  return {
    vendor: 'amd',
    // Cards for games have no id of their own.
    id: unique === undefined ? `amd-card${index}` : `amd-${unique}`,
    index,
    name: text('Card Series', 'Card series', 'Card Model', 'Card model') ?? 'AMD GPU',
    memoryMib: mib('VRAM Total Memory (B)') ?? 0,
    usedMib,
    processes: null,
    fault: usedMib === null ? 'rocm-smi does not tell its memory' : null,
  };
}

function cardsIn(output: string): object {
  const text = output.split('\n').find((line) => line.startsWith('{')) ?? '{}';
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
