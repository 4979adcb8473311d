import { file } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { inpaintPatch } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_LoadFooocusInpaint',
  title: 'Load Fooocus Inpaint',
  about: 'Loads the files of Fooocus that make an inpainting model of a checkpoint for SDXL (Inpaint Nodes).',
  inputs: {
    head: file('inpaint', { help: 'fooocus_inpaint_head.pth in models/inpaint.' }),
    patch: file('inpaint', { help: 'inpaint_v26.fooocus.patch in models/inpaint.' }),
  },
  outputs: { 'inpaint patch': inpaintPatch },
  run: ({ head, patch }) => ({ 'inpaint patch': { head, patch } }),
})
