import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../../graph/errors.ts'
import { readPngText } from '../../../graph/import/png-text.ts'
import { readWorkflowFile } from '../../../graph/import/read-workflow.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { specs } from '../specs.ts'

/** Written by ComfyUI's SaveImage through Pillow. */
const saved = new Uint8Array(readFileSync(new URL('../../goldens/pipelines/saved_by_comfyui.png', import.meta.url)))

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
const head = Buffer.from(saved.subarray(0, 33))
const pngOf = (...chunks: Buffer[]) => new Uint8Array(Buffer.concat([head, ...chunks, chunk('IEND', Buffer.alloc(0))]))

describe('reading', () => {
  test('a picture saved by ComfyUI carries prompt and workflow', () => {
    const texts = readPngText(saved)
    expect([...texts.keys()]).toEqual(['prompt', 'workflow'])
    expect(JSON.parse(texts.get('prompt')!)).toEqual({ '3': { class_type: 'KSampler', inputs: { seed: 42 } } })
    expect(JSON.parse(texts.get('workflow')!)).toEqual({ nodes: [], version: 0.4, extra: { note: 'ä 猫' } })
    expect(atOnce(readWorkflowFile(saved, specs))).toEqual({ nodes: [], version: 0.4, extra: { note: 'ä 猫' } })
  })

  test('iTXt, comf after the picture data, UTF-8 and Latin-1', () => {
    const texts = readPngText(
      pngOf(
        chunk('iTXt', Buffer.from('workflow\0\0\0de\0Ablauf\0{"n":"猫"}')),
        chunk('tEXt', Buffer.from('utf8\0猫')),
        chunk('tEXt', Buffer.from('latin\0caf\xe9', 'latin1')),
        chunk('IDAT', Buffer.alloc(5)),
        chunk('comf', Buffer.from('prompt\0{}')),
      ),
    )
    expect(Object.fromEntries(texts)).toEqual({ workflow: '{"n":"猫"}', utf8: '猫', latin: 'café', prompt: '{}' })
  })

  test('damaged texts are passed over', () => {
    const compressed = [
      chunk('zTXt', Buffer.from('workflow\0\0xyz')),
      chunk('iTXt', Buffer.from('workflow\0\x01\0\0\0xyz')),
    ]
    const damaged = [
      chunk('tEXt', Buffer.from('no separator')),
      chunk('tEXt', Buffer.from('\0no keyword')),
      chunk('iTXt', Buffer.from('a\0\0')),
    ]
    expect(readPngText(pngOf(...compressed, ...damaged)).size).toBe(0)
    expect(() => atOnce(readWorkflowFile(pngOf(...compressed), specs))).toThrow(/does not contain a workflow/)
  })

  test('a cut-off file gives what it has', () => {
    expect([...readPngText(saved.subarray(0, 33 + 12 + 64 + 20)).keys()]).toEqual(['prompt'])
    expect(() => readPngText(saved.subarray(0, 4))).toThrow(WorkflowError)
  })

  test('no bytes whatsoever crash it', () => {
    const bytes = fc.uint8Array({ maxLength: 80 })
    const cut = fc.tuple(fc.nat(300), bytes).map(([at, noise]) => Uint8Array.from([...saved.subarray(0, at), ...noise]))
    fc.assert(
      fc.property(fc.oneof(bytes, cut), file => {
        try {
          atOnce(readWorkflowFile(file, specs))
        } catch (error) {
          expect(error).toBeInstanceOf(WorkflowError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
