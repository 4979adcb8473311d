import { describe, expect, test } from 'vitest'
import { contradictions } from '../../../graph/recipes/contradictions.ts'
import { fewStepFiles } from '../../../graph/recipes/few-step-files.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { bubblesOf, offerKey, pushApart, warningKey } from '../../../renderer/recipes/bubbles.ts'
import { knows, ksamplerGraph, specs } from '../../graph/recipes/graphs.ts'

const right = { steps: 4, cfg: 1, sampler_name: 'ddim', scheduler: 'simple' }
const lora = 'hyper-sdxl-4step-lora'

/** What is known of a document whose files are recognised; `differs`: the settings of its file are not in use. */
function found(document: Workflow, differs: boolean) {
  const files = fewStepFiles(document, specs, knows).map(file => ({ ...file, differs }))
  return { files, contradictions: contradictions(document, specs, knows), plain: new Map() }
}
const shown = (known: ReturnType<typeof found>, dismissed: readonly string[] = []) =>
  bubblesOf('doc', known, new Set(dismissed)).map(({ offer, warnings }) => ({
    offer: offer?.name ?? null,
    warnings: warnings.map(({ about }) => about),
  }))

describe('under the nodes of a document', () => {
  test('nothing hangs where the settings of the file are in use', () =>
    expect(shown(found(ksamplerGraph(lora, right), false))).toEqual([]))

  test('a single wrong setting is a warning with its fix, and no offer', () =>
    expect(shown(found(ksamplerGraph(lora, { ...right, cfg: 7 }), true))).toEqual([{ offer: null, warnings: ['cfg'] }]))

  test('several wrong settings are warnings under their node, and an offer under the loader', () =>
    expect(shown(found(ksamplerGraph(lora, { ...right, cfg: 7, steps: 20 }), true))).toEqual([
      { offer: lora, warnings: [] },
      { offer: null, warnings: ['cfg', 'steps'] },
    ]))

  test('a file that fits several recipes asks which one it is', () => {
    const both = `${lora}+lcm-sdxl-lora`
    expect(shown(found(ksamplerGraph(both, right), false))).toEqual([{ offer: both, warnings: [] }])
  })

  test('what a person has dismissed stays away, in this document only', () => {
    const known = found(ksamplerGraph(lora, { ...right, cfg: 7, steps: 20 }), true)
    const keys = [offerKey('doc', known.files[0]!), ...known.contradictions.map(each => warningKey('doc', each))]
    expect(shown(known, keys)).toEqual([])
    expect(
      shown(
        known,
        keys.map(key => key.replace('doc', 'other')),
      ),
    ).toHaveLength(2)
    expect(shown(known, keys.slice(0, 2))).toEqual([{ offer: null, warnings: ['steps'] }])
  })
})

describe('boxes that overlap', () => {
  const box = (left: number, top: number) => ({ left, right: left + 100, top, height: 40 })

  test('move down until there is a gap; the upper one stays', () =>
    expect(pushApart([box(50, 10), box(0, 0), box(20, 20)])).toEqual([38, 0, 76]))

  test('beside one another stay where they are', () => expect(pushApart([box(0, 0), box(100, 0)])).toEqual([0, 0]))

  test('fall into a free place between two others', () =>
    expect(pushApart([box(0, 0), box(0, 200), box(0, 10)])).toEqual([0, 0, 38]))
})
