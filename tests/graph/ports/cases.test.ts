import { describe, expect, test } from 'vitest'
import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { addNode, removeNodes } from '../../../graph/edit/nodes.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import { createHistory } from '../../../graph/history.ts'
import { importPrompt } from '../../../graph/import/api-prompt.ts'
import {
  type AnyNode,
  cases,
  choice,
  float,
  int,
  type NodeSpec,
  type Port,
  socket,
  specOf,
  text,
} from '../../../graph/node.ts'
import { objectInfo } from '../../../graph/object-info.ts'
import { plan } from '../../../graph/plan.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { nestCases, shownInputs } from '../../../graph/ports/cases.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { withValue } from '../../../graph/widgets/node-values.ts'
import { readWidgetValues, specOn, writeWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { emptyWorkflow } from '../../../graph/workflow.ts'
import { specs as others, specNamed } from '../specs.ts'

const spec = (type: string, inputs: Record<string, Port>, outputs: NodeSpec['outputs']): NodeSpec =>
  specOf({ type, title: type, about: '', inputs, outputs, run: () => ({}) } as AnyNode, 'image')

const picture = socket('IMAGE,MASK')
const side = int({ default: 512, min: 0, max: 16384, step: 1 })
const crop = choice(['disabled', 'center'], { default: 'center' })
/** ComfyUI's Resize Image/Mask. */
const resize = spec(
  'ResizeImageMaskNode',
  {
    input: picture,
    resize_type: cases({
      'scale dimensions': { width: side, height: side, crop },
      'scale by multiplier': { multiplier: float({ default: 1, min: 0.01, max: 8, step: 0.01 }) },
      'scale longer dimension': { longer_size: side },
      'scale width': { width: side },
      'scale total pixels': {
        megapixels: float({ default: 1, min: 0.01, max: 16, step: 0.01 }),
        multiple: int({ default: 1, min: 1, max: 16384, step: 1 }),
      },
      'match size': { match: picture, crop },
      'scale to multiple': { multiple: int({ default: 8, min: 1, max: 16384, step: 1 }) },
    }),
    scale_method: choice(['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'], { default: 'area' }),
  },
  { resized: picture },
)
/** Choices inside a choice. */
const save = spec(
  'SaveImageAdvanced',
  {
    images: socket('IMAGE'),
    filename_prefix: text({ default: 'ComfyUI' }),
    format: cases({
      png: { bit_depth: choice(['8-bit', '16-bit']) },
      avif: {
        bit_depth: choice(['auto', '8-bit YUV420']),
        crf: int({ default: 18, min: 1, max: 63 }),
        save_mode: cases({
          'still images': {},
          animated: {
            fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01 }),
            loop_count: int({ default: 0, min: 0, max: 1000 }),
          },
        }),
      },
    }),
  },
  {},
)
const specs = new Map([...others, ...[resize, save].map(each => [each.type, each] as const)])
const namesOn = (values: readonly string[]) => Object.keys(specOn(resize, values).inputs)

describe('a choice that decides which other inputs a node has', () => {
  test('reads what the front end of ComfyUI saves, by the option', () => {
    const read = (values: readonly (string | number)[]) => readWidgetValues(resize, values).values
    expect(read(['scale longer dimension', 2048, 'lanczos'])).toEqual({
      resize_type: 'scale longer dimension',
      'resize_type.longer_size': 2048,
      scale_method: 'lanczos',
    })
    expect(read(['scale dimensions', 1024, 768, 'disabled', 'area'])).toEqual({
      resize_type: 'scale dimensions',
      'resize_type.width': 1024,
      'resize_type.height': 768,
      'resize_type.crop': 'disabled',
      scale_method: 'area',
    })
  })

  test('reads an array that is older than one of its numbers', () => {
    expect(readWidgetValues(resize, ['scale total pixels', 2, 'lanczos']).values).toEqual({
      resize_type: 'scale total pixels',
      'resize_type.megapixels': 2,
      'resize_type.multiple': 1,
      scale_method: 'lanczos',
    })
  })

  test('has the defaults of its option', () => {
    expect(readWidgetValues(resize, ['scale to multiple']).values['resize_type.multiple']).toBe(8)
    expect(readWidgetValues(resize, undefined).values).toMatchObject({
      resize_type: 'scale dimensions',
      'resize_type.crop': 'center',
      scale_method: 'area',
    })
  })

  test('another option keeps the values whose names it has, also in the values by name', () => {
    const node = {
      widgets_values: ['scale dimensions', 640, 480, 'center', 'bicubic'],
      widgets_values_named: { resize_type: 'scale dimensions', 'resize_type.height': 480, scale_method: 'bicubic' },
    }
    expect(withValue(resize, node, 'resize_type', 'scale width')).toEqual({
      widgets_values: ['scale width', 640, 'bicubic'],
      widgets_values_named: { scale_method: 'bicubic', resize_type: 'scale width', 'resize_type.width': 640 },
    })
  })

  test('may have further choices inside', () => {
    const values = { format: 'avif', 'format.save_mode': 'animated', 'format.save_mode.fps': 12 }
    const written = writeWidgetValues(save, values)
    expect(written).toEqual(['ComfyUI', 'avif', 'auto', 18, 'animated', 12, 0])
    expect(readWidgetValues(save, written).values).toMatchObject({ ...values, 'format.save_mode.loop_count': 0 })
    expect(nestCases(save, { images: 'x', ...values, 'format.crf': 20 })).toEqual({
      images: 'x',
      format: {
        ...{ choice: 'avif', bit_depth: undefined, crf: 20 },
        save_mode: { choice: 'animated', fps: 12, loop_count: undefined },
      },
    })
  })

  test('an option that is not there brings no inputs', () => {
    expect([...shownInputs(resize, () => 'constructor')].map(([name]) => name)).toEqual([
      'input',
      'resize_type',
      'scale_method',
    ])
  })
})

describe('editing', () => {
  test('another option brings its sockets, and takes them away with their wires', () => {
    const history = createHistory({ ...emptyWorkflow })
    const sockets = () => history.present.nodes[2]!.inputs!.map(({ name, link }) => [name, link])
    history.apply('Add', addNode(specNamed('LoadImage'), [0, 0]))
    history.apply('Add', addNode(specNamed('LoadImage'), [0, 0]))
    history.apply('Add', addNode(resize, [0, 0]))
    expect(namesOn([])).toContain('resize_type.width')
    expect(sockets()).toEqual([['input', null]])
    history.apply('Choose', setWidget(resize, 3, 'resize_type', 'match size'))
    history.apply('Connect', connect(1, 0, 3, resize, 'resize_type.match'))
    history.apply('Connect', connect(2, 0, 3, resize, 'input'))
    expect(sockets()).toEqual([
      ['input', 2],
      ['resize_type.match', 1],
    ])
    history.apply('Choose', setWidget(resize, 3, 'resize_type', 'scale by multiplier'))
    expect(sockets()).toEqual([['input', 2]])
    expect(history.present.links).toEqual([[2, 2, 0, 3, 0, 'IMAGE,MASK']])
    expect(history.present.nodes[2]!.widgets_values).toEqual(['scale by multiplier', 1, 'area'])
    history.apply('Choose', setWidget(resize, 3, 'resize_type', 'match size'))
    expect(sockets()).toEqual([
      ['input', 2],
      ['resize_type.match', 3],
    ])
    expect(history.present.links).toEqual([
      [2, 2, 0, 3, 0, 'IMAGE,MASK'],
      [3, 1, 0, 3, 1, 'IMAGE,MASK'],
    ])
    history.undo()
    expect(sockets()).toEqual([['input', 2]])
    history.redo()
    expect(history.present.links).toHaveLength(2)
  })

  test('an option that returns has its values again, a wire only where its source is still there', () => {
    const history = createHistory({ ...emptyWorkflow })
    const choose = (option: string) => history.apply('Choose', setWidget(resize, 2, 'resize_type', option))
    const values = () => history.present.nodes.at(-1)!.widgets_values
    history.apply('Add', addNode(specNamed('LoadImage'), [0, 0]))
    history.apply('Add', addNode(resize, [0, 0]))
    history.apply('Type', setWidget(resize, 2, 'resize_type.width', 700))
    history.apply('Type', setWidget(resize, 2, 'resize_type.height', 300))
    choose('scale width')
    history.apply('Type', setWidget(resize, 2, 'resize_type.width', 900))
    choose('scale dimensions')
    expect(values()).toEqual(['scale dimensions', 900, 300, 'center', 'area'])
    choose('scale to multiple')
    choose('scale total pixels')
    expect(values()).toEqual(['scale total pixels', 1, 8, 'area'])
    choose('scale dimensions')
    expect(values()).toEqual(['scale dimensions', 900, 300, 'center', 'area'])
    choose('match size')
    history.apply('Connect', connect(1, 0, 2, resize, 'resize_type.match'))
    choose('scale width')
    const copy = pasteNodes(history.present, readClipboard(copyNodes(history.present, [2]), specs)!, [9, 9], { specs })
    history.apply('Paste', copy.change)
    expect(history.present.nodes[2]!.properties).toEqual({ 'Node name for S&R': 'ResizeImageMaskNode' })
    history.apply('Remove', removeNodes([1]))
    choose('match size')
    expect(history.present.links).toEqual([])
  })
})

describe('running', () => {
  const prompt = (inputs: Record<string, string | number>) => ({
    '1': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
    '2': { class_type: 'ResizeImageMaskNode', inputs: { input: ['1', 0] as const, ...inputs } },
    '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] as const } },
  })

  test('a prompt needs the inputs of its option only', () => {
    const { errors, steps } = plan(
      prompt({ resize_type: 'scale by multiplier', 'resize_type.multiplier': 0.5, scale_method: 'area' }),
      specs,
    )
    expect(errors).toEqual([])
    expect(Object.keys(steps[1]!.inputs)).toEqual(['input', 'resize_type', 'resize_type.multiplier', 'scale_method'])
    const [missing] = plan(prompt({ resize_type: 'match size', scale_method: 'area' }), specs).errors
    expect(missing!.message).toContain('resize_type.match')
    const [unknown] = plan(prompt({ resize_type: 'scale it', scale_method: 'area' }), specs).errors
    expect(unknown!.message).toContain('scale it')
  })

  test('a prompt becomes a document and a prompt again', () => {
    const given = prompt({ resize_type: 'scale to multiple', 'resize_type.multiple': 64, scale_method: 'lanczos' })
    const document = atOnce(importPrompt(given, specs))
    expect(document.nodes[1]!.widgets_values).toEqual(['scale to multiple', 64, 'lanczos'])
    expect(toPrompt(document, specs)['2']!.inputs).toEqual(given['2'].inputs)
  })

  test('is described to clients as ComfyUI describes it', () => {
    const { input, input_order } = objectInfo(resize, () => [])
    expect(input_order.required).toEqual(['input', 'resize_type', 'scale_method'])
    const [type, options] = input.required.resize_type as readonly [string, { options: readonly object[] }]
    expect(type).toBe('COMFY_DYNAMICCOMBO_V3')
    expect(options.options[3]).toMatchObject({
      key: 'scale width',
      inputs: { required: { width: ['INT', { default: 512, min: 0, max: 16384, step: 1 }] } },
    })
  })
})
