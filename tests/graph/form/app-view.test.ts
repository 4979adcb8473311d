import { describe, expect, test } from 'vitest'
import { appViewOf, presentWidgets } from '../../../graph/form/app-view.ts'
import {
  describeApp,
  hideFromApp,
  labelInApp,
  moveInApp,
  showInApp,
  showPictures,
} from '../../../graph/form/edit-app-view.ts'
import { createHistory } from '../../../graph/history.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { edited } from '../edit/edited.ts'
import { specs } from '../specs.ts'

const plain = checkWorkflow({
  nodes: [
    { id: 3, type: 'KSampler' },
    { id: 6, type: 'CLIPTextEncode' },
  ],
  links: [],
  extra: { leapgraph: { other: 1 }, ds: { scale: 1 } },
})

describe('a form over a workflow', () => {
  test('is not there until somebody shows something in it', () => {
    expect(appViewOf(plain)).toBeNull()
  })

  test('keeps the order in which widgets were put, moved and taken away', () => {
    const made = edited(plain, showInApp('6', 'text'), showInApp('3', 'seed'), showInApp('3', 'steps'), moveInApp(2, 0))
    expect(appViewOf(made)!.widgets.map(({ widget }) => widget)).toEqual(['steps', 'text', 'seed'])
    expect(appViewOf(edited(made, hideFromApp('6', 'text')))!.widgets).toHaveLength(2)
  })

  test('leaves everything else in the file as it was, and undo leaves no trace', () => {
    const history = createHistory(plain)
    history.apply('Show', showInApp('6', 'text'))
    expect(history.present.extra).toMatchObject({ leapgraph: { other: 1 }, ds: { scale: 1 } })
    history.undo()
    expect(history.present).toBe(plain)
  })

  test('names widgets as its author does', () => {
    const made = edited(plain, showInApp('6', 'text'), labelInApp('6', 'text', 'What to draw'))
    expect(appViewOf(made)!.widgets[0]!.label).toBe('What to draw')
    expect(appViewOf(edited(made, labelInApp('6', 'text', '')))!.widgets[0]).toEqual({ node: '6', widget: 'text' })
  })

  test('shows pictures of nodes once each', () => {
    const made = edited(
      plain,
      showPictures('9', true),
      showPictures('9', true),
      describeApp({ title: 'Foxes', live: true }),
    )
    expect(appViewOf(made)).toMatchObject({ outputs: ['9'], title: 'Foxes', live: true, opensFirst: false })
    expect(appViewOf(edited(made, showPictures('9', false)))!.outputs).toEqual([])
  })

  test('passes over widgets that are no longer there', () => {
    const made = edited(plain, showInApp('6', 'text'), showInApp('77', 'text'), showInApp('3', 'speed'))
    const present = presentWidgets(appViewOf(made)!, made, ({ type }) => specs.get(type))
    expect(present.map(({ node, widget }) => `${node} ${widget}`)).toEqual(['6 text'])
  })

  test('may offer less of a number than its widget allows', () => {
    const wider = { widgets: [{ node: 3, widget: 'steps', range: [1, 8] }] }
    const made = checkWorkflow({ ...plain, extra: { leapgraph: { app: wider } } })
    const named = edited(made, labelInApp('3', 'steps', 'Steps'))
    expect(appViewOf(named)!.widgets).toEqual([{ node: '3', widget: 'steps', label: 'Steps', range: [1, 8] }])
  })

  test('that is written in another way is none', () => {
    const odd = checkWorkflow({ ...plain, extra: { leapgraph: { app: { widgets: 'all' } } } })
    expect(appViewOf(odd)).toBeNull()
  })
})
