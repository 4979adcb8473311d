import { useStudio } from '../../studio/use-studio.ts'
import { Logo } from '../shell/logo.tsx'
import css from './settings.module.css'

/** What Leapgraph is, and the work that it builds on. */
export function AboutSettings() {
  const { facts } = useStudio()
  return (
    <div className={`${css.section} ${css.about}`}>
      <Logo />
      <p>
        <b>Leapgraph {facts.version}</b>
      </p>
      <p>Stable Diffusion as a graph of nodes, in one to eight steps, without Python. MIT licence.</p>
      <p>
        The built-in model is CC0, trained on Microsoft’s Fluent Emoji (MIT). Fonts: Inter and JetBrains Mono (OFL).
        Icons: Lucide (ISC). Graph drawing: litegraph.js (MIT). Networks run in ONNX Runtime (MIT).
      </p>
    </div>
  )
}
