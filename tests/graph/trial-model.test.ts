import { describe, expect, test } from 'vitest'
import { namesTrialModel, trialModel, unknownWords, usesTrialModel, withThing } from '../../graph/trial-model.ts'
import { loadNodes } from '../../nodes/registry.ts'
import { open } from '../workflows/open.ts'

const nodes = await loadNodes()
const { workflow } = open('hyper-sd-1-step.json', new Map([...nodes].map(([type, { spec }]) => [type, spec])))

describe('the small model', () => {
  test('knows the words of its card, and says which words it does not know', () => {
    for (const thing of trialModel.things) expect(unknownWords(`a photo of a ${thing}, blue background`)).toEqual([])
    expect(unknownWords('A dragon on a blue dragon <lora:some:1>')).toEqual(['dragon'])
  })

  test('draws another thing in place of the one that the prompt names', () => {
    expect(withThing('a rocket on a blue background', 'owl')).toBe('an owl on a blue background')
    expect(withThing('a christmas tree', 'cat')).toBe('a cat')
    expect(withThing('', 'cat')).toBe('a cat')
    expect(withThing('something', 'cat')).toBe('something, a cat')
  })

  test('belongs to the prompts that get their text encoder from its file', () => {
    const id = (type: string) => String(workflow.nodes.find(node => node.type === type)!.id)
    expect(usesTrialModel(workflow, id('CLIPTextEncode'))).toBe(true)
    expect(usesTrialModel(workflow, id('EmptyLatentImage'))).toBe(false)
    expect(namesTrialModel(workflow)).toBe(true)
  })
})
