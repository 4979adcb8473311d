import { useWidget } from './use-widget.ts'
import { viewOf } from './widget-views.ts'

interface Props {
  readonly node: string
  readonly name: string
  /** The name that a form gives it. */
  readonly label?: string | undefined
  /** The range that a form offers, when it is smaller than the number allows. */
  readonly range?: readonly [min: number, max: number] | undefined
}

/** The control of one widget. */
export function WidgetControl({ node, name, label, range }: Props) {
  const widget = useWidget(node, name)
  if (!widget) return null
  const { Control, within } = viewOf(widget.port)
  const port = range && within ? within(widget.port, range) : widget.port
  return <Control widget={{ ...widget, label: label ?? widget.label, port }} />
}
