import type { PresentWidget } from '../../graph/form/app-view.ts'
import { specOf } from '../library/spec-of.ts'
import { useActive, useRunView, useStudio } from '../studio/use-studio.ts'
import { WidgetControl } from '../widgets/widget-control.tsx'

/** The widgets of a form, each with what went wrong at its node. */
export function FormFields({ widgets }: { readonly widgets: readonly PresentWidget[] }) {
  const { specs } = useStudio()
  const present = useActive(({ present }) => present)
  const errors = useRunView()?.errors ?? []
  const shown = new Set(widgets.map(({ node }) => node))
  return (
    <div className="fields">
      {errors
        .filter(({ node }) => node === null || !shown.has(node))
        .map(({ message }) => (
          <p key={message} className="note bad" role="alert">
            {message}
          </p>
        ))}
      {widgets.map(({ node, widget, label, range, of }, i) => {
        const port = present && specOf(specs, present, of)?.inputs[widget]
        const isFirst = widgets.findIndex(each => each.node === node) === i
        return (
          <div key={`${node} ${widget}`} className="field">
            <span className="label">{label ?? widget}</span>
            <WidgetControl node={node} name={widget} label={label} range={range} />
            {port?.help && <span className="help">{port.help}</span>}
            {isFirst &&
              errors
                .filter(error => error.node === node)
                .map(({ message }) => (
                  <p key={message} className="note bad" role="alert">
                    {message}
                  </p>
                ))}
          </div>
        )
      })}
    </div>
  )
}
