import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { type PasteOptions, pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { linksOf } from '../../../graph/document/links.ts'
import { removeNodes } from '../../../graph/edit/nodes.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { stringifyJson } from '../../../graph/json.ts'
import { type Prompt, toPrompt } from '../../../graph/prompt.ts'
import { checkWorkflow, emptyWorkflow, pointOf, type Workflow, writeWorkflow } from '../../../graph/workflow.ts'
import { node, workflow } from '../build.ts'
import { documents } from '../edit/documents.ts'
import { edited } from '../edit/edited.ts'
import { broken } from '../edit/invariants.ts'
import { specs } from '../specs.ts'

const tcd = Object.values(documents)[0]!
const paste = (into: Workflow, text: string, options: Partial<PasteOptions> = {}) => {
  const { change, ids } = pasteNodes(into, readClipboard(text, specs)!, [1000, 2000], { specs, ...options })
  return { pasted: edited(into, change), ids }
}
const wires = (workflow: Workflow) =>
  [...linksOf(workflow).values()].map(({ from, fromSlot, to, toSlot }) => [from, fromSlot, to, toSlot].join())

describe('a copy', () => {
  test('is a workflow file with the wires and groups that lie in it', () => {
    const copy = readWorkflow(copyNodes(tcd, [12, 8, 9]), specs)
    expect(copy.version).toBe(0.4)
    expect(copy.nodes.map(({ id }) => id)).toEqual([12, 8, 9])
    expect(wires(copy)).toEqual(['12,0,8,0', '8,0,9,0'])
    expect(broken(copy)).toEqual([])
    expect(copy.groups).toEqual([])
    expect(
      readWorkflow(
        copyNodes(
          tcd,
          tcd.nodes.map(({ id }) => id),
        ),
        specs,
      ).groups,
    ).toEqual(tcd.groups)
  })

  test('of a grid compares the copies of the nodes that were copied with it, and the others as before', () => {
    const values = ['6 (Few steps).steps = 1, 2', '7.eta = 0', 'Words.text = a', 256, 'compare', false]
    const grid = node(9, 'CompareGrid', { values })
    const own = workflow([node(6, 'KSampler'), node(7, 'KSampler'), grid])
    const { pasted, ids } = paste(own, copyNodes(own, [6, 9]))
    expect(pasted.nodes.at(-1)?.widgets_values).toEqual([`${ids[0]} (Few steps).steps = 1, 2`, ...values.slice(1)])
    expect(pasted.nodes[2]?.widgets_values).toEqual(values)
  })

  test('carries the subgraphs it needs', () => {
    const opened = documents['schema 0.4 with subgraphs']!
    const { pasted, ids } = paste(emptyWorkflow, copyNodes(opened, [12]))
    expect(pasted.nodes[0]).toMatchObject({ id: ids[0], type: opened.nodes[1]!.type })
    expect(pasted.definitions?.subgraphs?.map(({ id }) => id)).toContain(opened.nodes[1]!.type)
    expect(paste(opened, copyNodes(opened, [12])).pasted.definitions).toBe(opened.definitions)
  })

  test('pasted, is the same graph elsewhere, whatever was copied and into what', () => {
    const ids = fc.subarray(
      tcd.nodes.map(({ id }) => id),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(ids, fc.constantFrom(...Object.values(documents), emptyWorkflow), (copied, into) => {
        const text = copyNodes(tcd, copied)
        const { pasted, ids } = paste(into, text)
        expect(broken(pasted)).toEqual([])
        expect(pasted.nodes.slice(0, into.nodes.length)).toEqual(into.nodes)
        expect(pasted.nodes.slice(into.nodes.length).map(({ id }) => id)).toEqual(ids)
        const original = readWorkflow(text, specs)
        const renamed = new Map(original.nodes.map(({ id }, index) => [String(id), String(ids[index])]))
        const alone = edited(pasted, removeNodes(into.nodes.map(({ id }) => id)))
        expect(toPrompt(alone, specs)).toEqual(renumbered(toPrompt(original, specs), renamed))
        const [x, y] = [0, 1].map(axis => Math.min(...alone.nodes.map(({ pos }) => pointOf(pos)[axis]!)))
        expect([x, y]).toEqual([1000, 2000])
      }),
      { numRuns: 60 },
    )
  })

  test('keeps a seed to its last digit', () => {
    const exact = checkWorkflow({ nodes: [{ id: 1, type: 'KSampler', widgets_values: [2n ** 64n - 1n, 'fixed'] }] })
    expect(paste(emptyWorkflow, copyNodes(exact, [1])).pasted.nodes[0]?.widgets_values).toEqual([
      2n ** 64n - 1n,
      'fixed',
    ])
  })
})

describe('pasting', () => {
  test('keeps incoming wires only when asked, and only where their nodes still are', () => {
    const text = copyNodes(tcd, [8])
    expect(wires(paste(tcd, text).pasted)).toEqual(wires(tcd))
    const { pasted, ids } = paste(tcd, text, { specs, wires: 'with inputs' })
    expect(wires(pasted).slice(-2)).toEqual([`12,0,${ids[0]},0`, `14,0,${ids[0]},1`])
    expect(broken(pasted)).toEqual([])
    expect(wires(paste(emptyWorkflow, text, { specs, wires: 'with inputs' }).pasted)).toEqual([])
    const elsewhere = workflow([node(12, 'LoadImage', { out: [['IMAGE', 'IMAGE']] })])
    expect(wires(paste(elsewhere, text, { specs, wires: 'with inputs' }).pasted)).toEqual([])
  })

  test('beside the originals, without a place', () => {
    const { change } = pasteNodes(tcd, readClipboard(copyNodes(tcd, [8]), specs)!, null, { specs })
    const [x, y] = pointOf(tcd.nodes.find(({ id }) => id === 8)!.pos)
    expect(edited(tcd, change).nodes.at(-1)?.pos).toEqual([x + 30, y + 30])
  })

  test("reads litegraph's own clipboard, wires by place in its list", () => {
    const text = JSON.stringify({
      nodes: [
        {
          id: -1,
          type: 'VAEDecode',
          pos: [0, 0],
          inputs: [
            { name: 'samples', type: 'LATENT' },
            { name: 'vae', type: 'VAE' },
          ],
          outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
        },
        { id: -1, type: 'PreviewImage', pos: [300, 0], inputs: [{ name: 'images', type: 'IMAGE', link: null }] },
      ],
      links: [
        [null, 0, 0, 0, 12],
        [0, 0, 1, 0, 8],
      ],
    })
    const inside = paste(tcd, text)
    const [decode, preview] = inside.ids
    expect(wires(inside.pasted).slice(wires(tcd).length)).toEqual([`${decode},0,${preview},0`])
    expect(wires(paste(tcd, text, { specs, wires: 'with inputs' }).pasted)).toContain(`12,0,${decode},0`)
  })

  test("reads ComfyUI's newer clipboard, wires by id", () => {
    const text = JSON.stringify({
      nodes: [
        {
          id: 8,
          type: 'VAEDecode',
          pos: [0, 0],
          inputs: [{ name: 'samples', type: 'LATENT', link: null }],
          outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [] }],
        },
        { id: 9, type: 'PreviewImage', pos: [300, 0], inputs: [{ name: 'images', type: 'IMAGE', link: null }] },
      ],
      groups: [{ id: 3, title: 'End', bounding: [0, 0, 700, 300], color: '#8A8', font_size: 24, flags: {} }],
      reroutes: [],
      links: [
        { id: 16, origin_id: 12, origin_slot: 0, target_id: 8, target_slot: 0, type: 'LATENT' },
        { id: 17, origin_id: 8, origin_slot: 0, target_id: 9, target_slot: 0, type: 'IMAGE' },
      ],
      subgraphs: [],
    })
    const { pasted, ids } = paste(tcd, text, { specs, wires: 'with inputs' })
    expect(wires(pasted).slice(-2)).toEqual([`12,0,${ids[0]},0`, `${ids[0]},0,${ids[1]},0`])
    expect(pasted.groups?.at(-1)).toMatchObject({ title: 'End', bounding: [1000, 2000, 700, 300] })
  })

  test('finds the copy that ComfyUI hides in HTML, umlauts and all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), title => {
        const copy = { nodes: [{ id: 5, type: 'VAEDecode', title, pos: [0, 0] }], groups: [], links: [], subgraphs: [] }
        const base64 = Buffer.from(JSON.stringify(copy)).toString('base64')
        const html = `<meta charset="utf-8"><div><span data-metadata="${base64}"></span></div><span>Text</span>`
        expect(readClipboard(html, specs)?.nodes).toMatchObject([{ type: 'VAEDecode', title }])
      }),
    )
    expect(readClipboard('<p data-metadata="Zm9v">foo</p>', specs)).toBeNull()
  })

  test('reads whole files and API prompts', () => {
    expect(paste(emptyWorkflow, writeWorkflow(tcd)).ids.length).toBe(tcd.nodes.length)
    const prompt = {
      3: { class_type: 'SaveImage', inputs: { images: ['4', 0] } },
      4: { class_type: 'VAEDecode', inputs: {} },
    }
    expect(wires(paste(emptyWorkflow, JSON.stringify(prompt)).pasted)).toEqual(['2,0,1,0'])
  })

  test('has nothing to do with any other text', () => {
    const others = [
      '',
      'a photograph of a cat',
      '{',
      '[1]',
      '{"nodes":7}',
      '{"nodes":[]}',
      '{"nodes":[{"a":1}]}',
      '{"templates":[]}',
      '12',
    ]
    expect(others.map(text => readClipboard(text, specs))).toEqual(others.map(() => null))
    fc.assert(
      fc.property(fc.json(), text => void readClipboard(text, specs)),
      { numRuns: 100 },
    )
    expect(readClipboard(stringifyJson(emptyWorkflow), specs)).toBeNull()
  })
})

const renumbered = (prompt: Prompt, ids: ReadonlyMap<string, string>): Prompt =>
  Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      ids.get(id)!,
      {
        ...node,
        inputs: Object.fromEntries(
          Object.entries(node.inputs).map(([name, value]) => [
            name,
            Array.isArray(value) ? [ids.get(String(value[0]))!, value[1]] : value,
          ]),
        ),
      },
    ]),
  )
