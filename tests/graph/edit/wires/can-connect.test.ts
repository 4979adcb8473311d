import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../../graph/document/links.ts'
import { fittingInputs, fittingOutputs } from '../../../../graph/edit/fitting.ts'
import { addNode } from '../../../../graph/edit/nodes.ts'
import { canConnect } from '../../../../graph/edit/wires/can-connect.ts'
import { addReroute } from '../../../../graph/edit/wires/reroutes.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { emptyWorkflow } from '../../../../graph/workflow.ts'
import { specNamed, specs } from '../../specs.ts'
import { addPrimitive } from '../add-primitive.ts'
import { edited } from '../edited.ts'

const add = (type: string) => addNode(specNamed(type), [0, 0])
const graph = edited(
  emptyWorkflow,
  add('CheckpointLoaderSimple'),
  add('KSampler'),
  add('VAEDecode'),
  add('SaveImage'),
  add('VAEEncode'),
  add('WiredSteps'),
  addReroute([0, 0]),
  addReroute([0, 0]),
  addPrimitive([0, 0]),
  connect(2, 0, 3, specNamed('VAEDecode'), 'samples'),
  connect(3, 0, 5, specNamed('VAEEncode'), 'pixels'),
  connect(7, 0, 8, undefined, ''),
  connect(8, 0, 4, specNamed('SaveImage'), 'images'),
)
const ask = (from: number, slot: number, to: number, name: string) => {
  const answer = canConnect(graph, specs, from, slot, to, name)
  return answer.ok ? 'yes' : answer.why
}

describe('a wire', () => {
  test('may join types that meet, sockets and widgets alike', () => {
    expect([ask(1, 0, 2, 'model'), ask(3, 0, 4, 'images'), ask(6, 0, 2, 'steps')]).toEqual(['yes', 'yes', 'yes'])
  })

  test('is refused by both types and the name of the node', () => {
    expect(ask(2, 0, 4, 'images')).toBe('LATENT does not fit the IMAGE input of Save Image.')
    expect(ask(1, 0, 2, 'steps')).toBe('MODEL does not fit the INT input of KSampler.')
    expect(ask(2, 0, 4, 'nose')).toBe('Save Image has no input nose.')
    expect(ask(77, 0, 4, 'images')).toBe('One end of this wire no longer exists.')
  })

  test('may not run in a circle, which is told', () => {
    expect(ask(5, 0, 2, 'latent_image')).toBe('That would make a loop: KSampler → VAE Decode → VAE Encode → KSampler.')
    expect(ask(8, 0, 7, '')).toBe('That would make a loop: Reroute → Reroute → Reroute.')
  })

  test('into reroutes must fit what they lead to', () => {
    expect(ask(2, 0, 7, '')).toBe('LATENT does not fit the IMAGE input of Save Image.')
    expect(ask(3, 0, 7, '')).toBe('yes')
  })

  test('out of reroutes carries what is led into them', () => {
    const fed = edited(graph, connect(3, 0, 7, undefined, ''))
    expect(canConnect(fed, specs, 8, 0, 3, 'samples')).toEqual({
      ok: false,
      why: 'IMAGE does not fit the LATENT input of VAE Decode.',
    })
    expect(fed.nodes.filter(({ type }) => type === 'Reroute').map(({ outputs }) => outputs?.[0]?.type)).toEqual([
      'IMAGE',
      'IMAGE',
    ])
    expect([...linksOf(fed).values()].slice(-3).map(({ to, type }) => [to, type])).toEqual([
      ['8', 'IMAGE'],
      ['4', 'IMAGE'],
      ['7', 'IMAGE'],
    ])
  })

  test('of a primitive ends at a widget, whose type and value it takes', () => {
    expect(ask(9, 0, 2, 'model')).toBe('A primitive holds the value of a widget; model of KSampler is a socket.')
    expect(ask(9, 0, 2, 'steps')).toBe('yes')
    const wired = edited(graph, connect(9, 0, 2, specNamed('KSampler'), 'steps'))
    expect(wired.nodes.find(({ id }) => id === 9)).toMatchObject({
      outputs: [{ name: 'INT', type: 'INT', widget: { name: 'steps' } }],
      widgets_values: [20, 'fixed'],
    })
    expect(canConnect(wired, specs, 9, 0, 2, 'cfg')).toMatchObject({
      why: 'INT does not fit the FLOAT input of KSampler.',
    })
  })
})

test('a dragged wire finds the ports it fits, sockets before widgets', () => {
  expect(fittingInputs(specNamed('KSampler'), 'CONDITIONING')).toEqual(['positive', 'negative'])
  expect(fittingInputs(specNamed('WiredSteps'), 'INT')).toEqual(['steps', 'seed'])
  expect(fittingInputs(specNamed('MaskOrImage'), 'MASK')).toEqual(['any', 'other'])
  expect(fittingInputs(specNamed('SaveImage'), 'MODEL')).toEqual([])
  expect(fittingOutputs(specNamed('CheckpointLoaderSimple'), 'VAE')).toEqual([2])
  expect(fittingOutputs(specNamed('CheckpointLoaderSimple'), '*')).toEqual([0, 1, 2])
})
