import { WorkflowError } from '../errors.ts'

/** A1111's parameters, taken apart. */
export interface Parameters {
  readonly positive: string
  readonly negative: string
  /** By their names in lower case. */
  readonly settings: ReadonlyMap<string, string>
}

/** Whether a text is what A1111 writes into its pictures, or a copy of it. */
export const isParameters = (text: string): boolean => !/^\s*[{[]/.test(text) && startOf(text) >= 0

/** The longest line of settings that is read, in characters; real ones are shorter. */
const maxSettings = 65_536

/** @throws WorkflowError `unreadable` when the text has no line of settings */
export function splitParameters(written: string): Parameters {
  const text = written.replaceAll('\r\n', '\n')
  const start = startOf(text)
  if (start < 0) throw new WorkflowError('unreadable', 'The generation parameters have no line "Steps: …".')
  const [positive = '', ...rest] = `\n${text.slice(0, start)}`.split('\nNegative prompt:')
  return {
    positive: positive.trim(),
    negative: rest.join('\n').trim(),
    settings: readSettings(text.slice(start, start + maxSettings)),
  }
}

/** Where the settings begin: with the last line that starts with `Steps:`, which a copy may have joined to the one before. */
function startOf(text: string): number {
  const line = Math.max(text.lastIndexOf('\nSteps:') + 1, text.startsWith('Steps:') ? 0 : -1)
  if (line > 0 || text.startsWith('Steps:')) return line
  return text.search(/\bSteps: \d{1,5}, (Sampler|CFG scale|Seed|Size): /)
}

/** `Steps: 20, Size: 512x768, Lora hashes: "a: 1, b: 2"`. */
function readSettings(line: string): Map<string, string> {
  const pairs = line.matchAll(/([A-Za-z][\w /-]{0,60}):\s*("(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^,\n]*)/g)
  return new Map(
    [...pairs].map(([, key = '', value = '']) => [key.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '')]),
  )
}
