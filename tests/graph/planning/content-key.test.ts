import { describe, expect, test } from 'vitest'
import { plan } from '../../../graph/plan.ts'
import { contentKey } from '../../../graph/planning/content-key.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { specs } from '../specs.ts'
import { textToImage } from './prompts.ts'

describe('content keys', () => {
  const keysOf = (prompt: Prompt, fingerprints: Record<string, string> = {}) => {
    const keys = new Map<string, string>()
    for (const step of plan(prompt, specs).steps) keys.set(step.id, contentKey(step, keys, fingerprints[step.type]))
    return keys
  }
  const renamed = (given: Prompt): Prompt =>
    JSON.parse(
      JSON.stringify(given)
        .replaceAll(/"(\d)"(?=:|,\d\])/g, '"1$1"')
        .replaceAll('"filename', '"_meta_":1,"filename'),
    )

  test('do not depend on ids, titles or what a node does not declare', () => {
    const [before, after] = [keysOf(textToImage()), keysOf(renamed(textToImage()))]
    expect(after.get('19')).toBe(before.get('9'))
  })

  test('change with any literal above, and only below it', () => {
    const [before, after] = [keysOf(textToImage()), keysOf(textToImage({ seed: 43 }))]
    const changed = [...before.keys()].filter(id => before.get(id) !== after.get(id))
    expect(changed.sort()).toEqual(['3', '8', '9'])
  })

  test('change with the fingerprint of a file', () => {
    const [before, after] = [
      keysOf(textToImage(), { CheckpointLoaderSimple: 'a' }),
      keysOf(textToImage(), { CheckpointLoaderSimple: 'b' }),
    ]
    expect(before.get('9')).not.toBe(after.get('9'))
    expect(before.get('5')).toBe(after.get('5'))
  })

  test('tell numbers from texts', () => {
    const step = (value: string | bigint | number) =>
      contentKey({ id: '1', type: 'A', title: '', inputs: { a: { kind: 'value', value } } }, new Map())
    expect(new Set([step('1'), step(1n), step(1)]).size).toBe(3)
  })
})
