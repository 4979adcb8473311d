import { fooocusFormula } from '../../../engine/pipeline/patches/fooocus-inpaint.ts'
import { defineNode } from '../../define.ts'
import { applyFooocusInpaint } from '../../pipeline.ts'
import { inpaintPatch, latent, model } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_ApplyFooocusInpaint',
  title: 'Apply Fooocus Inpaint',
  about: 'Makes an inpainting model of a model for SDXL, for one picture and its mask (Inpaint Nodes).',
  formula: fooocusFormula,
  inputs: {
    model,
    patch: inpaintPatch,
    latent: { ...latent, help: 'latent_inpaint of VAE Encode & Inpaint Conditioning.' },
  },
  outputs: { model },

  async run({ model, patch, latent }, { notice }) {
    const { model: changed, notices } = await applyFooocusInpaint(model, patch, latent)
    for (const message of notices) notice(message)
    return { model: changed }
  },
})
