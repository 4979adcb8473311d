import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fuzzReader } from './fuzz-reader.ts'
import { readers } from './readers.ts'

/**
 * `npm run fuzz -- [--reader NAME] [--executions N] [--seconds S] [--seed N]`: hostile inputs for every reader of foreign
 * text and bytes. An input that a reader fails on is kept in tests/fixtures/fuzz/, where the tests read it again.
 */
const { values } = parseArgs({
  options: {
    reader: { type: 'string', multiple: true },
    executions: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
  },
})
const limits = { executions: Number(values.executions), seconds: Number(values.seconds), seed: Number(values.seed) }
let failed = false
for (const name of values.reader ?? Object.keys(readers)) {
  const reader = readers[name]
  if (!reader) throw new Error(`there is no reader ${name}; there are ${Object.keys(readers).join(', ')}`)
  const { executions, seconds, longest, failures } = await fuzzReader(reader, limits)
  const rate = Math.round(executions / seconds)
  console.log(
    `${name}: ${executions} executions, ${rate} a second, longest ${Math.round(longest)} ms, ${failures.length} failures`,
  )
  for (const { input, why } of failures) {
    failed = true
    console.log(`  ${keep(name, input)}: ${why.slice(0, 600)}`)
  }
}
process.exitCode = failed ? 1 : 0

/** @returns the path of the file that keeps the input */
function keep(reader: string, input: string): string {
  const folder = new URL(`../fixtures/fuzz/${reader}/`, import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = new URL(createHash('sha256').update(input).digest('hex').slice(0, 12), folder)
  // One character of UTF-16 is two bytes, so that lone surrogates are kept.
  writeFileSync(file, Buffer.from(input, 'utf16le'))
  return file.pathname
}
