import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadStyleModel } from '../pipeline.ts'
import { styleModel } from '../sockets.ts'

export default defineNode({
  type: 'StyleModelLoader',
  title: 'Load Style Model',
  about: 'Loads a style model, which turns a picture into words for a prompt of SD 1.x.',
  inputs: {
    style_model_name: file('style_models', { help: 'A file of models/style_models, such as t2iadapter_style_sd14v1.' }),
  },
  outputs: { STYLE_MODEL: styleModel },

  async run({ style_model_name }) {
    return { STYLE_MODEL: await loadStyleModel(style_model_name) }
  },
})
