import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withPngText } from '../../../engine/image/files/png-text.ts'
import { WorkflowError } from '../../../graph/errors.ts'
import { readWorkflow, readWorkflowFile } from '../../../graph/import/read-workflow.ts'
import { stringifyJson } from '../../../graph/json.ts'
import { plan } from '../../../graph/plan.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { pointOf, writeWorkflow } from '../../../graph/workflow.ts'
import { specs } from '../specs.ts'

const png = new Uint8Array(readFileSync(new URL('../../goldens/pipelines/saved_by_comfyui.png', import.meta.url)))
const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')

describe('the dialect', () => {
  test('is told apart', () => {
    expect(readWorkflow('{"nodes":[]}', specs)).toEqual({ nodes: [] })
    expect(readWorkflow('{"3":{"class_type":"VAEDecode","inputs":{}}}', specs).nodes).toHaveLength(1)
    expect(readWorkflow('{"prompt":{"3":{"class_type":"VAEDecode"}},"client_id":"a"}', specs).nodes).toHaveLength(1)
    expect(() => readWorkflow('{"templates":[]}', specs)).toThrow('node templates')
    expect(() => readWorkflow('{}', specs)).toThrow(WorkflowError)
    expect(() => readWorkflow('{cat', specs)).toThrow('This is not JSON')
    for (const foreign of ['undefined', 'root:x:0', '\0\x01secret'])
      expect(() => readWorkflow(foreign, specs)).toThrow(
        /^This is not a workflow: expected JSON, or a PNG, WebP or JPEG picture that contains a workflow\.$/,
      )
  })

  test('of a picture: workflow, else prompt, else parameters', () => {
    const parameters = 'cat\nSteps: 4, Size: 64x64'
    const prompt = '{"3":{"class_type":"VAEDecode"}}'
    const titled = (texts: Record<string, string>) =>
      atOnce(readWorkflowFile(withPngText(Buffer.from(png.subarray(0, 33)), texts), specs)).nodes.map(
        ({ type }) => type,
      )
    expect(titled({ parameters, prompt, workflow: '{"nodes":[]}' })).toEqual([])
    expect(titled({ parameters, prompt })).toEqual(['VAEDecode'])
    expect(titled({ parameters })).toContain('KSampler')
  })

  test('of bytes that are text', () => {
    expect(
      atOnce(readWorkflowFile(new TextEncoder().encode('\uFEFF{"nodes":[],"extra":{"a":"猫"}}'), specs)).extra,
    ).toEqual({
      a: '猫',
    })
  })
})

describe('an API prompt becomes a document', () => {
  test.each(['tcd', 'subgraph'])('and a prompt again: %s', name => {
    const prompt = toPrompt(readWorkflow(fixture(name), specs), specs)
    const workflow = readWorkflow(stringifyJson(prompt), specs)
    expect(toPrompt(workflow, specs)).toEqual(prompt)
    expect(readWorkflow(writeWorkflow(workflow), specs)).toEqual(workflow)
  })

  test('laid out left to right: nothing stands left of what it reads, nothing overlaps', () => {
    const { nodes } = readWorkflow(stringifyJson(toPrompt(readWorkflow(fixture('subgraph'), specs), specs)), specs)
    const place = new Map(nodes.map(({ id, pos, size }) => [String(id), { pos: pointOf(pos), size: pointOf(size) }]))
    const x = (id: string) => place.get(id)!.pos[0]
    expect(x('4')).toBeLessThan(x('12:7:1'))
    expect(x('12:7:1')).toBeLessThan(x('12:5'))
    expect(x('8')).toBeLessThan(x('9'))
    for (const [a, { pos, size }] of place)
      for (const [b, other] of place)
        if (a !== b && pos[0] === other.pos[0] && pos[1] <= other.pos[1])
          expect(pos[1] + size[1]).toBeLessThan(other.pos[1])
  })

  test('wires agree in all three places; wired widgets become inputs; seeds stay', () => {
    const text = `{"1":{"class_type":"WiredSteps","inputs":{"seed":18446744073709551615}},
      "x":{"class_type":"Unknown","inputs":{"points":{"__value__":[1,2]},"a":["1",0]},"_meta":{"title":"Mine"}},
      "2":{"class_type":"EmptyLatentImage","inputs":{"width":["x",2],"height":64,"batch_size":["nowhere",0]}}}`
    const { nodes, links, last_node_id, last_link_id } = readWorkflow(text, specs)
    const [first, empty, unknown] = nodes
    expect([last_node_id, last_link_id]).toEqual([2, 2])
    expect(links).toEqual([
      [1, 'x', 2, 2, 0, 'INT'],
      [2, 1, 0, 'x', 0, 'INT'],
    ])
    expect(first).toMatchObject({
      widgets_values: [18446744073709551615n, 'fixed', 8],
      outputs: [{ name: 'INT', links: [2] }],
    })
    expect(empty).toMatchObject({
      id: 2,
      inputs: [{ name: 'width', type: 'INT', link: 1, widget: { name: 'width' } }],
      widgets_values: [512, 64, 1],
    })
    expect(unknown).toMatchObject({ id: 'x', title: 'Mine', widgets_values: { points: [1, 2] } })
    expect(unknown?.outputs?.map(({ links }) => links)).toEqual([[], [], [1]])
  })

  test('even when it runs in a circle', () => {
    const circle =
      '{"1":{"class_type":"VAEDecode","inputs":{"samples":["2",0]}},"2":{"class_type":"VAEEncode","inputs":{"pixels":["1",0]}}}'
    expect(readWorkflow(circle, specs).nodes).toHaveLength(2)
  })
})

describe('hostile texts', () => {
  const survives = (text: string) => {
    try {
      const prompt = toPrompt(readWorkflow(text, specs), specs)
      plan(prompt, specs)
    } catch (error) {
      expect(error).toBeInstanceOf(WorkflowError)
    }
  }

  test('never crash: any JSON', () => {
    const keys = fc.constantFrom(
      'nodes',
      'links',
      'id',
      'type',
      'inputs',
      'outputs',
      'link',
      'pos',
      'definitions',
      'subgraphs',
      'class_type',
      'name',
      'widget',
      'mode',
      'widgets_values',
    )
    const values = fc.constantFrom(0, -10, -20, 1, 4, 2 ** 60, null, 'KSampler', 'Reroute', 'PrimitiveNode', '1', '')
    const { json } = fc.letrec(tie => ({
      json: fc.oneof(
        { depthSize: 'small' },
        values,
        fc.array(tie('json'), { maxLength: 6 }),
        fc.dictionary(keys, tie('json')),
      ),
    }))
    fc.assert(
      fc.property(json, value => survives(JSON.stringify(value))),
      { numRuns: 500 },
    )
  })

  test('never crash: well-formed nodes with random wires', () => {
    const id = fc.constantFrom(1, 2, 3, 4, 'a', -10, -20)
    const slot = fc.integer({ min: -1, max: 3 })
    const type = fc.constantFrom(
      'Reroute',
      'PrimitiveNode',
      'KSampler',
      'LoraLoader',
      'SaveImage',
      'sub',
      'other',
      'Unknown',
    )
    const input = fc.record(
      {
        name: fc.constantFrom('model', 'clip', 'images', 'seed'),
        type: fc.constantFrom('MODEL', 'CLIP', '*'),
        link: fc.nat(6),
      },
      { requiredKeys: ['name'] },
    )
    const node = fc.record(
      {
        id,
        type,
        mode: fc.constantFrom(0, 2, 4),
        inputs: fc.array(input, { maxLength: 4 }),
        widgets_values: fc.jsonValue({ maxDepth: 1 }),
      },
      { requiredKeys: ['id', 'type'] },
    )
    const nodes = fc.array(node, { maxLength: 6 })
    const links = fc.array(fc.tuple(fc.nat(6), id, slot, id, slot, fc.constantFrom('MODEL', '*')), { maxLength: 6 })
    const scope = fc.record({ nodes, links })
    const file = fc.tuple(scope, scope, scope).map(([root, sub, other]) => ({
      ...root,
      definitions: {
        subgraphs: [
          { id: 'sub', ...sub },
          { id: 'other', ...other },
        ],
      },
    }))
    fc.assert(
      fc.property(file, value => survives(JSON.stringify(value))),
      { numRuns: 500 },
    )
  })

  test('never crash: a good file with pieces cut out', () => {
    const text = fixture('subgraph')
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), (at, length) =>
        survives(text.slice(0, at) + text.slice(at + length)),
      ),
      { numRuns: 200 },
    )
  })
})
