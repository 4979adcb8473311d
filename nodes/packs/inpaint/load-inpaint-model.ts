import { file } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadInpaintModel } from '../../pipeline.ts'
import { inpaintModel } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_LoadInpaintModel',
  title: 'Load Inpaint Model',
  about: 'Loads a network that fills parts of pictures without a prompt: LaMa (Inpaint Nodes).',
  inputs: { model_name: file('inpaint', { help: 'big-lama.pt in models/inpaint. MAT does not run here.' }) },
  outputs: { 'inpaint model': inpaintModel },
  run: async ({ model_name }) => ({ 'inpaint model': await loadInpaintModel(model_name) }),
})
