import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../../../graph/node.ts'
import { nextSeed } from '../../../graph/widgets/seed.ts'
import {
  readWidgetValues,
  setSeedControl,
  setWidgetValue,
  writeWidgetValues,
} from '../../../graph/widgets/widget-values.ts'
import { specNamed, specs } from '../specs.ts'

const kSampler = specNamed('KSampler')
const seven = [156680208700286, 'randomize', 20, 8, 'euler', 'normal', 1]

describe('reading', () => {
  test('KSampler has seven values: the control follows the seed', () => {
    expect(readWidgetValues(kSampler, seven)).toEqual({
      values: { seed: 156680208700286, steps: 20, cfg: 8, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
      controls: { seed: 'randomize' },
    })
  })

  test('the seed of SamplerCustom stands second', () => {
    const { values, controls } = readWidgetValues(specNamed('SamplerCustom'), [true, 1000, 'fixed', 1])
    expect([values, controls]).toEqual([{ add_noise: true, noise_seed: 1000, cfg: 1 }, { noise_seed: 'fixed' }])
  })

  test('upload buttons add an entry at the end', () => {
    expect(readWidgetValues(specNamed('LoadImage'), ['cat.png [input]', 'image']).values).toEqual({
      image: 'cat.png [input]',
    })
    expect(readWidgetValues(specNamed('LoadImageMask'), ['a.png', 'red', 'image']).values).toEqual({
      image: 'a.png',
      channel: 'red',
    })
  })

  test('a shorter array leaves the rest at default', () => {
    expect(readWidgetValues(specNamed('VAEDecodeTiled'), [256]).values).toEqual({
      tile_size: 256,
      overlap: 64,
      temporal_size: 64,
      temporal_overlap: 8,
    })
    expect(readWidgetValues(kSampler, undefined).values).toMatchObject({ seed: 0, steps: 20, denoise: 1 })
    expect(readWidgetValues(specNamed('CheckpointLoaderSimple'), []).values).toEqual({})
  })

  test('an array without the control is read, too', () => {
    expect(readWidgetValues(kSampler, [5, 4, 1, 'lcm', 'simple', 0.5]).values).toEqual({
      seed: 5,
      steps: 4,
      cfg: 1,
      sampler_name: 'lcm',
      scheduler: 'simple',
      denoise: 0.5,
    })
  })

  test('booleans in the control are of old files', () => {
    expect(readWidgetValues(kSampler, [5, true, 4]).controls).toEqual({ seed: 'randomize' })
    expect(readWidgetValues(kSampler, [5, false, 4])).toMatchObject({
      values: { steps: 4 },
      controls: { seed: 'fixed' },
    })
  })

  test('values by name, as some custom nodes save them', () => {
    const raw = { steps: 3, seed: 9n, control_after_generate: 'increment', unknown: 1 }
    expect(readWidgetValues(kSampler, raw)).toMatchObject({
      values: { steps: 3, seed: 9n, cfg: 8 },
      controls: { seed: 'increment' },
    })
  })

  test('holes beyond the widgets are dropped, nulls within them are defaults', () => {
    expect(readWidgetValues(kSampler, [...seven.slice(0, 3), null, ...seven.slice(3)]).values).toMatchObject({
      cfg: 8,
      denoise: 1,
    })
    expect(readWidgetValues(kSampler, seven.with(2, null as never)).values).toMatchObject({ steps: 20 })
  })

  test('dummies of wire-only numbers are dropped', () => {
    const wired = specNamed('WiredSteps')
    expect(readWidgetValues(wired, [20, 5, 'fixed', 1.5]).values).toEqual({ seed: 5, amount: 1.5 })
    expect(readWidgetValues(wired, [5, 'fixed', 1.5]).values).toEqual({ seed: 5, amount: 1.5 })
  })

  test('samplers lose the prefix of early files', () => {
    expect(readWidgetValues(kSampler, seven.with(4, 'sample_euler')).values).toMatchObject({ sampler_name: 'euler' })
  })

  test('a file that is not there keeps its name', () => {
    expect(readWidgetValues(specNamed('CheckpointLoaderSimple'), ['gone.ckpt']).values).toEqual({
      ckpt_name: 'gone.ckpt',
    })
  })
})

describe('writing', () => {
  test('a new node has its defaults and randomizes its seed', () => {
    expect(writeWidgetValues(kSampler, {})).toEqual([0, 'randomize', 20, 8, 'euler', 'normal', 1])
    expect(writeWidgetValues(specNamed('LoadImage'), { image: 'a.png' })).toEqual(['a.png', 'image'])
  })

  test('one value changes in its place', () => {
    expect(setWidgetValue(kSampler, seven, 'cfg', 1)).toEqual(seven.with(3, 1))
    expect(setWidgetValue(kSampler, [...seven, 'more', 2], 'denoise', 0.5)).toEqual([...seven.with(6, 0.5), 'more', 2])
    expect(setWidgetValue(kSampler, { steps: 3, other: 1 }, 'steps', 4)).toEqual({ steps: 4, other: 1 })
    expect(setSeedControl(kSampler, seven, 'seed', 'fixed')).toEqual(seven.with(1, 'fixed'))
  })

  test('an array that is too short grows', () => {
    expect(setWidgetValue(kSampler, [5, 'fixed'], 'cfg', 2)).toEqual([5, 'fixed', 20, 2, 'euler', 'normal', 1])
    expect(setSeedControl(kSampler, [5, 4, 1], 'seed', 'fixed')).toEqual([5, 'fixed', 4, 1, 'euler', 'normal', 1])
  })

  test('a widget that is not there is a mistake of the program', () => {
    expect(() => setWidgetValue(kSampler, seven, 'nonsense', 1)).toThrow('KSampler has no value widget nonsense')
  })

  test('what is written is read again, for every node', () => {
    const spec = fc.constantFrom(...specs.values())
    fc.assert(
      fc.property(spec, fc.nat(), (spec, number) => {
        const { values, controls } = readWidgetValues(spec, [])
        for (const name of Object.keys(values)) {
          const changed = readWidgetValues(
            spec,
            setWidgetValue(spec, writeWidgetValues(spec, values, controls), name, number),
          )
          expect(changed).toEqual({ values: { ...values, [name]: number }, controls })
        }
      }),
    )
  })
})

describe('after a run a seed', () => {
  const widget = seed()
  test('stays, counts up or down, or is drawn below 2⁵⁰', () => {
    expect(nextSeed(5n, 'fixed', widget, () => 0.5)).toBe(5n)
    expect(nextSeed(5n, 'increment', widget, () => 0.5)).toBe(6n)
    expect(nextSeed(5n, 'decrement', widget, () => 0.5)).toBe(4n)
    expect(nextSeed(5n, 'randomize', widget, () => 0.5)).toBe(2n ** 49n)
  })

  test('stops at the ends of its range', () => {
    expect(nextSeed(2n ** 64n - 1n, 'increment', widget, () => 0)).toBe(2n ** 64n - 1n)
    expect(nextSeed(0n, 'decrement', widget, () => 0)).toBe(0n)
  })
})
