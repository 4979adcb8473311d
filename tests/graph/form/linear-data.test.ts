import { expect, test } from 'vitest'
import { appViewOf } from '../../../graph/form/app-view.ts'
import { describeApp, hideFromApp, labelInApp, showInApp } from '../../../graph/form/edit-app-view.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { edited } from '../edit/edited.ts'

const graph = '7c4d0a5e-0000-4000-8000-000000000000'
/** As ComfyUI's front end 1.41 and 1.58 write it. */
const fromComfy = checkWorkflow({
  nodes: [
    { id: 3, type: 'KSampler' },
    { id: 6, type: 'CLIPTextEncode' },
    { id: 9, type: 'SaveImage' },
  ],
  links: [],
  extra: {
    linearMode: true,
    linearData: {
      inputs: [
        [6, 'text', { height: 200 }],
        [`${graph}:3:seed`, 'seed'],
      ],
      outputs: [9],
      later: 1,
    },
  },
})

test('App mode’s form is ours: its widgets in their order, its pictures, and whether it opens first', () => {
  expect(appViewOf(fromComfy)).toEqual({
    ...{ title: '', about: '', live: false },
    widgets: [
      { node: '6', widget: 'text' },
      { node: '3', widget: 'seed' },
    ],
    outputs: ['9'],
    opensFirst: true,
  })
})

test('an edit is written for App mode, too, and what it knows of a widget is kept', () => {
  const made = edited(fromComfy, showInApp('3', 'steps'), labelInApp('3', 'steps', 'Steps'), hideFromApp('3', 'seed'))
  expect(made.extra?.linearData).toEqual({
    inputs: [
      [6, 'text', { height: 200 }],
      [3, 'steps'],
    ],
    outputs: [9],
    later: 1,
  })
  expect(appViewOf(made)!.widgets[1]).toEqual({ node: '3', widget: 'steps', label: 'Steps' })
  expect(edited(made, describeApp({ opensFirst: false })).extra?.linearMode).toBe(false)
})

test('a selection that was changed in ComfyUI counts, with our labels', () => {
  const ours = edited(fromComfy, labelInApp('3', 'seed', 'Variant'))
  const saved = checkWorkflow({ ...ours, extra: { ...ours.extra, linearData: { inputs: [[3, 'seed']], outputs: [] } } })
  expect(appViewOf(saved)!.widgets).toEqual([{ node: '3', widget: 'seed', label: 'Variant' }])
})

test('a malformed form of App mode is none', () => {
  const odd = checkWorkflow({ nodes: [], links: [], extra: { linearData: { inputs: 'all' } } })
  expect(appViewOf(odd)).toBeNull()
})
