import type { PromptText } from '../../../engine/pipeline/text/edited-prompt.ts'
import { choice, float, int, optional, text, toggle } from '../../../graph/node.ts'
import clipTextEncode from '../../conditioning/clip-text-encode.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'
import { picturePixels } from '../../widgets.ts'
import { weightingOf } from '../adv-clip-emb/weighting.ts'

const forSdxl = 'For SDXL, with with_SDXL.'

export default defineNode({
  type: 'smZ CLIPTextEncode',
  title: 'CLIP Text Encode++',
  about: 'Encodes a prompt with weights of ComfyUI’s or AUTOMATIC1111’s meaning (smZNodes).',
  inputs: {
    text: text({ multiline: true, help: 'What to draw, or what to avoid. AND stands between several prompts.' }),
    clip,
    parser: choice(['comfy', 'comfy++', 'A1111', 'full', 'compel', 'fixed attention'], {
      help: 'What a weight means: comfy or A1111. The others are possible for a prompt without weights.',
    }),
    mean_normalization: toggle({
      default: true,
      help: 'A1111 restores the mean after weighting; off is not possible here.',
    }),
    multi_conditioning: toggle({ default: true, help: 'Whether AND separates prompts.' }),
    use_old_emphasis_implementation: toggle({ default: false, help: 'Not possible here.' }),
    with_SDXL: toggle({ default: false, help: 'Takes the sizes and the two texts below, for SDXL.' }),
    ascore: float({ default: 6, min: 0, max: 1000, step: 0.01, help: 'Aesthetic score, for the refiner of SDXL.' }),
    width: picturePixels(1024, forSdxl),
    height: picturePixels(1024, forSdxl),
    crop_w: picturePixels(0, forSdxl),
    crop_h: picturePixels(0, forSdxl),
    target_width: picturePixels(1024, forSdxl),
    target_height: picturePixels(1024, forSdxl),
    text_g: text({ multiline: true, help: forSdxl }),
    text_l: text({ multiline: true, help: forSdxl }),
    smZ_steps: optional(
      int({ default: 1, min: 1, max: 2 ** 64, help: 'Ignored: texts that change with the steps are refused.' }),
    ),
  },
  outputs: clipTextEncode.outputs,

  fingerprint: async ({ text = '', text_g = '', text_l = '' }, find) =>
    (await promptFiles(`${text}\n${text_g}\n${text_l}`, find)).map(file => file.fingerprint).join(),

  async run({ clip, text, text_g, text_l, parser, ...inputs }, context) {
    const isXl = inputs.with_SDXL && clip.encoders.some(({ kind }) => kind === 'clipG')
    const isRefiner = isXl && clip.encoders.length === 1
    const encode = (part: PromptText) => {
      const whole = typeof part === 'string' ? part : `${part.clipG} ${part.clipL}`
      if (parser !== 'comfy') refuseEditing(whole)
      const weighting = weightingOf(whole, 'none', parser)
      if (weighting.meaning === 'A1111' && !(inputs.mean_normalization && !inputs.use_old_emphasis_implementation))
        throw new Error(
          'Turn mean_normalization on and use_old_emphasis_implementation off: only that is possible here.',
        )
      return encodePrompt(clip, part, { ...context, weighting })
    }
    if (!isXl) {
      const parts = inputs.multi_conditioning ? text.split(/\bAND\b/) : [text]
      return { CONDITIONING: (await Promise.all(parts.map(encode))).flat() }
    }
    const size = { width: inputs.width, height: inputs.height, cropX: inputs.crop_w, cropY: inputs.crop_h }
    const target = { targetWidth: inputs.target_width, targetHeight: inputs.target_height }
    const scored = { ...size, ...target, cropX: 0, cropY: 0, targetWidth: inputs.width, targetHeight: inputs.height }
    const sizes = isRefiner ? { ...scored, aestheticScore: inputs.ascore } : { ...size, ...target }
    const prompts = await encode(isRefiner ? text : { clipL: text_l, clipG: text_g })
    return { CONDITIONING: prompts.map(prompt => ({ ...prompt, sizes })) }
  },
})

/** AUTOMATIC1111's brackets and BREAK, which the other parsers read. */
function refuseEditing(text: string): void {
  if (/\[|\bBREAK\b/.test(text))
    throw new Error('Square brackets and BREAK are not possible here: remove them, or set parser to comfy.')
}
