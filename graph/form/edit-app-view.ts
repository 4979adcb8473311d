import { current, type Draft } from 'immer'
import type { Change } from '../edit/change.ts'
import type { Workflow } from '../workflow.ts'
import { type AppView, type AppWidget, appViewOf, noForm } from './app-view.ts'
import { writeLinearData } from './linear-data.ts'

/** Puts a widget at the end of the form. */
export const showInApp = (node: string, widget: string): Change =>
  editing(app => ({ ...app, widgets: [...app.widgets, { node, widget }] }))

export const hideFromApp = (node: string, widget: string): Change =>
  editing(app => ({ ...app, widgets: app.widgets.filter(each => each.node !== node || each.widget !== widget) }))

/** Puts the `from`th widget of the form at place `to`. */
export const moveInApp = (from: number, to: number): Change =>
  editing(app => {
    const [moved] = app.widgets.slice(from, from + 1)
    return moved ? { ...app, widgets: app.widgets.toSpliced(from, 1).toSpliced(to, 0, moved) } : app
  })

/** @param label  empty for the widget's own name */
export const labelInApp = (node: string, widget: string, label: string): Change =>
  editing(app => ({
    ...app,
    widgets: app.widgets.map(each => (each.node === node && each.widget === widget ? named(each, label) : each)),
  }))

const named = ({ label: _, ...rest }: AppWidget, label: string): AppWidget => (label === '' ? rest : { ...rest, label })

/** Shows or hides a node's pictures beside the form. */
export const showPictures = (node: string, shown: boolean): Change =>
  editing(app => {
    const others = app.outputs.filter(id => id !== node)
    return { ...app, outputs: shown ? [...others, node] : others }
  })

/** Sets the title, the description and how the form opens, or replaces the whole form. */
export const describeApp = (part: Partial<AppView>): Change => editing(app => ({ ...app, ...part }))

/** Changes the form in place; a workflow without a form gets one. Other data in the same place is kept. */
function editing(change: (app: AppView) => AppView): Change {
  return (draft: Draft<Workflow>) => {
    draft.extra ??= {}
    const own = draft.extra.leapgraph
    const rest = typeof own === 'object' && own !== null ? own : {}
    const app = change(appViewOf(current(draft) as Workflow) ?? noForm)
    draft.extra.leapgraph = { ...rest, app }
    writeLinearData(draft.extra, app)
  }
}
