import { expect, test } from 'vitest'
import { oversized } from '../../../graph/recipes/oversized.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { edited } from '../edit/edited.ts'
import { graph, specs } from './graphs.ts'

/** A sampler with a latent of this size, which an upscaler may enlarge. */
const at = (checkpoint: string, width: number, height: number, enlarged?: number) =>
  graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: checkpoint }],
    text: ['CLIPTextEncode', { text: 'a cat' }, { clip: 'model.CLIP' }],
    latent: ['EmptyLatentImage', { width, height }],
    larger: ['LatentUpscale', { width: enlarged ?? 0, height: enlarged ?? 0 }, { samples: 'latent.LATENT' }],
    sampler: [
      'KSampler',
      {},
      {
        model: 'model.MODEL',
        positive: 'text.CONDITIONING',
        negative: 'text.CONDITIONING',
        latent_image: enlarged === undefined ? 'latent.LATENT' : 'larger.LATENT',
      },
    ],
  })

test('a latent above 128×128 that a sampler with the small model starts from is reported, and corrected', () => {
  const document = at('micro-sd.safetensors', 512, 128)
  const [only, ...more] = oversized(document, specs)
  expect(more).toEqual([])
  expect(only).toMatchObject({
    node: 3,
    about: 'size',
    message: 'The small model for trying out was trained on pictures of 128×128. At 512×128 it draws them badly.',
    brief: '512×128 → 128×128',
  })
  const after = edited(document, only!.fix!.change)
  expect(readWidgetValues(specs.get('EmptyLatentImage')!, after.nodes[2]!.widgets_values).values).toMatchObject({
    width: 128,
    height: 128,
  })
  expect(oversized(after, specs)).toEqual([])
})

test('the node that sets the size last is the one that is reported', () => {
  expect(oversized(at('micro-sd.safetensors', 64, 64, 256), specs)).toMatchObject([{ node: 4 }])
  // An upscaler with width and height 0 keeps the size; nothing is said of what it does.
  expect(oversized(at('micro-sd.safetensors', 128, 64), specs)).toEqual([])
})

test('other models may draw larger pictures', () => {
  expect(oversized(at('sd1', 512, 512), specs)).toEqual([])
})
