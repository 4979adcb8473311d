import { Check, LayoutTemplate, Settings2, Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import { appViewOf, presentWidgets, suggestApp } from '../../graph/form/app-view.ts'
import { describeApp } from '../../graph/form/edit-app-view.ts'
import { runCommand } from '../commands/all-commands.ts'
import { specOf } from '../library/spec-of.ts'
import { buttons, texts } from '../look/styles.ts'
import { useActive, useDocument, useStudio } from '../studio/use-studio.ts'
import { ArrangeForm } from './arrange-form.tsx'
import { FormFields } from './form-fields.tsx'
import { FormPictures } from './form-pictures.tsx'
import css from './form-view.module.css'

/** The active workflow as a form: the settings that its author selected, and the pictures that it makes. */
export function FormView() {
  const studio = useStudio()
  const document = useActive()
  const [arranging, setArranging] = useState(false)
  const app = document && appViewOf(document.present)
  useLiveWhile(app?.live ?? false)
  if (!document) return null
  const widgets = app ? presentWidgets(app, document.present, node => specOf(studio.specs, document.present, node)) : []
  return (
    <div className={css.view}>
      <section className={css.form} aria-label="Form">
        <header>
          <h2>{app?.title || document.title}</h2>
          <Button className={buttons.link} onPress={() => setArranging(!arranging)}>
            {arranging ? <Check /> : <Settings2 />}
            {arranging ? 'Done' : 'Arrange'}
          </Button>
          <Button className={buttons.link} onPress={() => runCommand(studio, 'view.form')}>
            <Workflow /> Graph
          </Button>
        </header>
        {app?.about && <p className={css.about}>{app.about}</p>}
        {app === null || (widgets.length === 0 && !arranging) ? (
          <NoForm />
        ) : arranging ? (
          <ArrangeForm app={app!} widgets={widgets} />
        ) : (
          <FormFields widgets={widgets} />
        )}
      </section>
      <FormPictures nodes={app?.outputs ?? []} />
    </div>
  )
}

/** While a form with live runs is active, every change starts a run, after a first one. Then Live is as before. */
function useLiveWhile(isLive: boolean): void {
  const { store } = useStudio().layout
  const document = useDocument()
  useEffect(() => {
    if (!isLive) return
    const before = store.getState().live
    if (before) void document.run({ live: 'edit' })
    store.setState({ live: true })
    return () => store.setState({ live: before })
  }, [store, document, isLive])
}

/** A form that nobody has made yet. */
function NoForm() {
  const { specs } = useStudio()
  const document = useDocument()
  const present = useActive(({ present }) => present)
  const suggest = () => {
    if (!present) return
    const { widgets, outputs } = suggestApp(present, node => specOf(specs, present, node))
    document.change('Make a form', describeApp({ widgets, outputs }))
  }
  return (
    <div className={texts.empty}>
      <LayoutTemplate />
      <p>
        A form shows selected settings and the pictures, without the graph. Start with the usual settings, or press the
        eye beside a setting in the inspector of the graph.
      </p>
      <Button className={buttons.primary} onPress={suggest}>
        Make a form of this workflow
      </Button>
    </div>
  )
}
