import { Eye, EyeOff } from 'lucide-react'
import { ToggleButton } from 'react-aria-components'
import { appViewOf } from '../../graph/form/app-view.ts'
import { hideFromApp, showInApp, showPictures } from '../../graph/form/edit-app-view.ts'
import { buttons } from '../look/styles.ts'
import { useActive, useDocument } from '../studio/use-studio.ts'
import css from './shown-in-form.module.css'

/** The eye beside a widget in the inspector: whether the workflow's form shows it. */
export function ShownInForm({ node, widget }: { readonly node: string; readonly widget: string }) {
  const document = useDocument()
  const app = useActive(({ present }) => appViewOf(present))
  const isShown = app?.widgets.some(each => each.node === node && each.widget === widget) ?? false
  return (
    <ToggleButton
      className={`${buttons.icon} ${css.eye}`}
      aria-label={`Show ${widget} in the form`}
      isSelected={isShown}
      onChange={show =>
        document.change(
          show ? 'Show in the form' : 'Remove from the form',
          show ? showInApp(node, widget) : hideFromApp(node, widget),
        )
      }
    >
      {isShown ? <Eye /> : <EyeOff />}
    </ToggleButton>
  )
}

/** The same for the pictures of a node that makes some. */
export function PicturesInForm({ node }: { readonly node: string }) {
  const document = useDocument()
  const app = useActive(({ present }) => appViewOf(present))
  const isShown = app?.outputs.includes(node) ?? false
  return (
    <ToggleButton
      className={buttons.link}
      isSelected={isShown}
      onChange={show => document.change('Pictures in the form', showPictures(node, show))}
    >
      {isShown ? <Eye /> : <EyeOff />} Pictures in the form
    </ToggleButton>
  )
}
