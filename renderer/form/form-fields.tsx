import type { PresentWidget } from '../../graph/form/app-view.ts'
import { inputLabel } from '../../graph/ports/input-label.ts'
import type { RunError } from '../../runtime/contract/run-event.ts'
import { specOf } from '../library/spec-of.ts'
import { fields, texts } from '../look/styles.ts'
import { useActive, useRunView, useStudio } from '../studio/use-studio.ts'
import { WidgetControl } from '../widgets/widget-control.tsx'
import css from './form-view.module.css'

/** The widgets of a form, each with what went wrong at its node. */
export function FormFields({ widgets }: { readonly widgets: readonly PresentWidget[] }) {
  const { specs } = useStudio()
  const present = useActive(({ present }) => present)
  const errors = useRunView()?.errors ?? []
  const shown = new Set(widgets.map(({ node }) => node))
  return (
    <div className={css.fields}>
      {errors.filter(({ node }) => node === null || !shown.has(node)).map(problem)}
      {widgets.map(({ node, widget, label, range, of }, i) => {
        const spec = present && specOf(specs, present, of)
        const port = spec?.inputs[widget]
        const isFirst = widgets.findIndex(each => each.node === node) === i
        return (
          <div key={`${node} ${widget}`} className={fields.field}>
            <span className={fields.label}>{label ?? inputLabel(spec, widget)}</span>
            <WidgetControl node={node} name={widget} label={label} range={range} />
            {port?.help && <span className={texts.faint}>{port.help}</span>}
            {isFirst && errors.filter(error => error.node === node).map(problem)}
          </div>
        )
      })}
    </div>
  )
}

const problem = ({ message }: RunError) => (
  <p key={message} className={`${texts.note} ${texts.bad}`} role="alert">
    {message}
  </p>
)
