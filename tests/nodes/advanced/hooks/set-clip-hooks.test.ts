import { expect, test } from 'vitest'
import setClipHooks from '../../../../nodes/advanced/hooks/clip/set-clip-hooks.ts'
import createHookLora from '../../../../nodes/advanced/hooks/create/create-hook-lora.ts'
import createHookKeyframesFromFloats from '../../../../nodes/advanced/hooks/scheduling/create-hook-keyframes-from-floats.ts'
import createHookKeyframesInterpolated from '../../../../nodes/advanced/hooks/scheduling/create-hook-keyframes-interpolated.ts'
import setHookKeyframes from '../../../../nodes/advanced/hooks/scheduling/set-hook-keyframes.ts'
import loraLoader from '../../../../nodes/loaders/lora-loader.ts'
import { testContext } from '../../context.ts'
import { goldenFile, openTiny } from '../../tiny.ts'

const context = testContext()
const { model, clip, encode } = await openTiny(context)
const lora_name = goldenFile('pipelines/lora_unet_te.safetensors')
const range = { start_percent: 0, end_percent: 1, print_keyframes: false, prev_hook_kf: undefined }

const strongText = async (strength_clip: number) => {
  const { CLIP } = await loraLoader.run({ model, clip, lora_name, strength_model: 1, strength_clip }, context)
  return (await encode('a cat', CLIP))[0]!.embedding
}

const hooksWith = async (factors: number[]) => {
  const made = { lora_name, strength_model: 1, strength_clip: 0.8, prev_hooks: undefined }
  const { HOOKS: hooks } = await createHookLora.run(made, context)
  const { HOOK_KF } = await createHookKeyframesFromFloats.run({ floats_strength: factors, ...range }, context)
  return (await setHookKeyframes.run({ hooks, hook_kf: HOOK_KF }, context)).HOOKS
}

test('a scheduled text encoder encodes a prompt with each strength, for its part of the sampling', async () => {
  const how = { clip, apply_to_conds: true, schedule_clip: true, hooks: await hooksWith([1, 0.5, 0.5]) }
  const encoded = await encode('a cat', (await setClipHooks.run(how, context)).CLIP)
  expect(encoded.map(({ encodedFor }) => encodedFor)).toEqual([
    { start: 0, end: 0.5 },
    { start: 0.5, end: 1 },
  ])
  expect(encoded.map(({ embedding }) => embedding)).toEqual([await strongText(0.8), await strongText(0.4)])
  expect(encoded[0]!.hooks).toHaveLength(1)
})

test('without a schedule the strength for the text encoder stays, and the prompts may be without hooks', async () => {
  const how = { clip, apply_to_conds: false, schedule_clip: false, hooks: await hooksWith([0, 1]) }
  const encoded = await encode('a cat', (await setClipHooks.run(how, context)).CLIP)
  expect(encoded).toEqual([{ embedding: await strongText(0.8) }])
})

test('without hooks the text encoder stays as it is', async () => {
  const how = { clip, apply_to_conds: true, schedule_clip: true, hooks: undefined }
  expect((await setClipHooks.run(how, context)).CLIP).toBe(clip)
})

test('interpolated keyframes go from one factor to another', async () => {
  const how = { strength_start: 0, strength_end: 1, interpolation: 'ease_in', keyframes_count: 3, ...range } as const
  const { HOOK_KF } = await createHookKeyframesInterpolated.run(how, context)
  expect(HOOK_KF).toEqual([
    { factor: 0, start: 0, guaranteed: true },
    { factor: 0.25, start: 0.5, guaranteed: false },
    { factor: 1, start: 1, guaranteed: false },
  ])
})

test('what is not a list of numbers is refused', () => {
  expect(() => createHookKeyframesFromFloats.run({ floats_strength: ['x'] as never, ...range }, context)).toThrow(
    /must be a number or a list of numbers/,
  )
})
