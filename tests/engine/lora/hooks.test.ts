import { expect, test } from 'vitest'
import { combineHooks, hookSpans, withHook } from '../../../engine/lora/hooks.ts'
import { withKeyframes } from '../../../engine/lora/keyframes.ts'

const lora = (path: string) => ({ file: { path, name: path, fingerprint: path }, model: 1, clip: 1 })
const keyframes = (...pairs: readonly (readonly [factor: number, start: number])[]) =>
  withKeyframes(
    [],
    pairs.map(([factor, start]) => ({ factor, start, guaranteed: true })),
  )

test('a hook of two groups counts once, and the same LoRA made twice counts twice', () => {
  const one = withHook([], lora('a'))
  expect(combineHooks(one, undefined, withHook(one, lora('b')))).toHaveLength(2)
  expect(combineHooks(withHook(one, lora('a')))).toHaveLength(2)
})

test('a text is encoded once for each range in which no factor changes', () => {
  const [a, b] = withHook(withHook([], lora('a')), lora('b')) as [never, never]
  const hooks = [
    { ...(a as object), keyframes: keyframes([1, 0], [1, 0.2], [0.5, 0.5]) },
    { ...(b as object), keyframes: keyframes([2, 0.3]) },
  ] as never
  expect(hookSpans(hooks)).toEqual([
    { start: 0, end: 0.3, factors: [1, 1] },
    { start: 0.3, end: 0.5, factors: [1, 2] },
    { start: 0.5, end: 1, factors: [0.5, 2] },
  ])
})

test('hooks without keyframes need one range', () => {
  expect(hookSpans(withHook([], lora('a')))).toEqual([{ start: 0, end: 1, factors: [1] }])
})
