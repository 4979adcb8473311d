import { describe, expect, test } from 'vitest'
import { loadNodes } from '../../../nodes/registry.ts'
import { searchNodes } from '../../../renderer/library/search-nodes.ts'

const specs = [...(await loadNodes()).values()].map(({ spec }) => spec)
const titles = (text: string, fitting?: Parameters<typeof searchNodes>[2]) =>
  searchNodes(specs, text, fitting).map(({ type }) => type)

describe('searching nodes', () => {
  test('finds by the beginning of a word, by ComfyUI’s name and letter by letter', () => {
    expect(titles('checkp')[0]).toBe('CheckpointLoaderSimple')
    expect(titles('CLIPTextEncode')[0]).toBe('CLIPTextEncode')
    expect(titles('tcd sampler')[0]).toBe('TCDSampler')
    expect(titles('vdcd')).toContain('VAEDecode')
    expect(titles('sampler')[0]).toBe('KSampler')
    expect(titles('noise')[0]).toBe('AddNoise')
    expect(titles('upscale')[0]).toBe('ImageScale')
    expect(titles('prompt')[0]).toBe('CLIPTextEncode')
    expect(titles('xyzzy')).toEqual([])
  })
  test('lists everything without a text', () => expect(titles('')).toHaveLength(specs.length))
  test('from a wire lists only what it fits', () => {
    const fromLatent = titles('', { side: 'output', type: 'LATENT' })
    expect(fromLatent).toContain('VAEDecode')
    expect(fromLatent).not.toContain('CheckpointLoaderSimple')
    const toClip = titles('', { side: 'input', type: 'CLIP' })
    expect(toClip).toContain('CheckpointLoaderSimple')
    expect(toClip).not.toContain('VAEDecode')
  })
})
