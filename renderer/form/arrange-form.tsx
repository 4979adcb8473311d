import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { Input, TextArea, TextField } from 'react-aria-components'
import type { AppView, PresentWidget } from '../../graph/form/app-view.ts'
import { describeApp, hideFromApp, labelInApp, moveInApp } from '../../graph/form/edit-app-view.ts'
import { IconButton, Toggle } from '../look/controls.tsx'
import { fields } from '../look/styles.ts'
import { useDocument } from '../studio/use-studio.ts'
import { useCancel } from '../widgets/use-cancel.ts'
import css from './arrange-form.module.css'
import view from './form-view.module.css'

interface Props {
  readonly app: AppView
  readonly widgets: readonly PresentWidget[]
}

/** Words, order and names of a form, and how it opens. */
export function ArrangeForm({ app, widgets }: Props) {
  const document = useDocument()
  const describe = (part: Parameters<typeof describeApp>[0]) =>
    document.change('Describe the form', describeApp(part), { merge: 'describe form' })
  const cancelTitle = useCancel(app.title, title => describe({ title }))
  const cancelAbout = useCancel(app.about, about => describe({ about }))
  return (
    <div className={view.fields}>
      <div className={fields.field}>
        <span className={fields.label}>Title</span>
        <TextField
          aria-label="Title of the form"
          value={app.title}
          onChange={title => describe({ title })}
          {...cancelTitle}
        >
          <Input />
        </TextField>
      </div>
      <div className={fields.field}>
        <span className={fields.label}>Description of the form</span>
        <TextField
          aria-label="Description of the form"
          value={app.about}
          onChange={about => describe({ about })}
          {...cancelAbout}
        >
          <TextArea rows={2} />
        </TextField>
      </div>
      <ol className={css.settings} aria-label="Settings of the form">
        {widgets.map(({ node, widget, label }) => (
          <ArrangedWidget key={`${node} ${widget}`} app={app} node={node} widget={widget} label={label ?? ''} />
        ))}
      </ol>
      <Toggle isOn={app.opensFirst} onChange={opensFirst => describe({ opensFirst })}>
        Opens as a form
      </Toggle>
      <Toggle isOn={app.live} onChange={live => describe({ live })}>
        Runs while you type
      </Toggle>
    </div>
  )
}

interface ArrangedProps {
  readonly app: AppView
  readonly node: string
  readonly widget: string
  readonly label: string
}

function ArrangedWidget({ app, node, widget, label }: ArrangedProps) {
  const document = useDocument()
  // Places count widgets whose nodes are gone, too.
  const at = app.widgets.findIndex(each => each.node === node && each.widget === widget)
  const name = label || widget
  const move = (to: number) => document.change('Move within the form', moveInApp(at, to))
  const rename = (next: string) =>
    document.change('Name in the form', labelInApp(node, widget, next), { merge: `label ${node} ${widget}` })
  const cancel = useCancel(label, rename)
  return (
    <li>
      <TextField aria-label={`Name of ${widget}`} value={label} onChange={rename} {...cancel}>
        <Input placeholder={widget} />
      </TextField>
      <IconButton icon={ArrowUp} label={`Move ${name} up`} isDisabled={at === 0} onPress={() => move(at - 1)} />
      <IconButton
        icon={ArrowDown}
        label={`Move ${name} down`}
        isDisabled={at === app.widgets.length - 1}
        onPress={() => move(at + 1)}
      />
      <IconButton
        icon={X}
        label={`Remove ${name} from the form`}
        onPress={() => document.change('Remove from the form', hideFromApp(node, widget))}
      />
    </li>
  )
}
