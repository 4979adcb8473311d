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
    expect(titles('upscale')[0]).toBe('ImageUpscaleWithModel')
    expect(titles('prompt')[0]).toBe('CLIPTextEncode')
    expect(titles('xyzzy')).toEqual([])
  })
  test('puts a title that is the text first, then titles and class names that begin with it, by how often they are used', () => {
    expect(titles('Load LoRA')[0]).toBe('LoraLoader')
    expect(titles('lora')[0]).toBe('LoraLoader')
    expect(titles('empty')[0]).toBe('EmptyLatentImage')
    expect(titles('load')[0]).toBe('CheckpointLoaderSimple')
    expect(titles('save')[0]).toBe('SaveImage')
    expect(titles('latentadd')[0]).toBe('LatentAdd')
  })
  test('finds a node by the name of an input', () => expect(titles('denoise')).toContain('KSampler'))
  test('lists everything without a text', () => expect(titles('')).toHaveLength(specs.length))
  test('from a wire lists only what it fits', () => {
    const fromLatent = titles('', { side: 'output', type: 'LATENT' })
    expect(fromLatent).toContain('VAEDecode')
    expect(fromLatent).not.toContain('CheckpointLoaderSimple')
    expect(fromLatent[0]).toBe('VAEDecode')
    const fromModel = titles('', { side: 'output', type: 'MODEL' })
    expect(fromModel.slice(0, 2)).toEqual(['KSampler', 'LoraLoader'])
    const toClip = titles('', { side: 'input', type: 'CLIP' })
    expect(toClip).toContain('CheckpointLoaderSimple')
    expect(toClip).not.toContain('VAEDecode')
  })
})
