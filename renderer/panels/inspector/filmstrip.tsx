import { Button } from 'react-aria-components'
import { fields, texts } from '../../look/styles.ts'
import { useRunView, useStudio } from '../../studio/use-studio.ts'
import css from './filmstrip.module.css'

/** The denoised picture that a sampler predicted after each step. */
export function Filmstrip({ id }: { readonly id: string }) {
  const { layout } = useStudio()
  const frames = useRunView()?.strips[id] ?? []
  if (frames.length < 2) return null
  return (
    <section className={fields.field} aria-label="Step by step">
      <span className={fields.label}>Step by step</span>
      <div className={css.frames}>
        {frames.map(({ step, of, url }) => {
          const title = `After step ${step} of ${of}`
          return (
            <Button key={step} aria-label={title} onPress={() => layout.open({ kind: 'picture', address: url, title })}>
              <img src={url} alt="" />
              <small>{step}</small>
            </Button>
          )
        })}
      </div>
      <span className={texts.faint}>
        The denoised picture that the sampler predicts after each step. It is small; without a TAESD decoder it is
        blurred.
      </span>
    </section>
  )
}
