import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fuzzReader, readOnce } from './fuzz-reader.ts'
import { readers } from './readers.ts'

/** How long each reader is tried here; `npm run fuzz` takes its time. */
const limits = { executions: 2000, seconds: 0.1, seed: 1 }

const found = new URL('../fixtures/fuzz/', import.meta.url)
const namesIn = (folder: URL): string[] => (existsSync(folder) ? readdirSync(folder) : [])

describe.each(Object.entries(readers))('%s', (name, reader) => {
  test('reads hostile inputs or refuses them in a sentence, in time', { timeout: 120_000 }, async () => {
    const { executions, failures } = await fuzzReader(reader, limits)
    expect(failures.map(({ why, input }) => `${why.slice(0, 500)} for ${JSON.stringify(input.slice(0, 200))}`)).toEqual(
      [],
    )
    expect(executions).toBeGreaterThan(0)
  })

  const folder = new URL(`${name}/`, found)
  test.each(namesIn(folder))('reads the input %s, on which it once failed', { timeout: 120_000 }, async file => {
    const { why } = await readOnce(reader, readFileSync(new URL(file, folder)).toString('utf16le'))
    expect(why).toBeNull()
  })
})
