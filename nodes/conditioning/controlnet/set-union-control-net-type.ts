import { pictureKinds } from '../../../engine/pipeline/control/picture-kinds.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { setPictureKind } from '../../pipeline.ts'
import { controlNet } from '../../sockets.ts'

export default defineNode({
  type: 'SetUnionControlNetType',
  title: 'SetUnionControlNetType',
  about: 'Tells a union ControlNet, which follows many kinds of pictures, which kind it gets.',
  inputs: {
    control_net: controlNet,
    type: choice(['auto', ...pictureKinds], {
      help: 'What the picture shows: a pose, depth, lines … auto leaves it to the network.',
    }),
  },
  outputs: { CONTROL_NET: controlNet },

  async run({ control_net, type }) {
    return { CONTROL_NET: await setPictureKind(control_net, type) }
  },
})
