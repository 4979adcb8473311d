import { defineNode } from '../../define.ts'
import maskPreview from '../../mask/mask-preview.ts'

export default defineNode({
  ...maskPreview,
  type: 'MaskPreview+',
  title: '🔧 Mask Preview',
  about: 'Shows masks as grey pictures without saving them (ComfyUI Essentials).',
})
