import { kritaRoutes } from './etn/routes.ts'
import { fileRoutes } from './files.ts'
import { historyRoutes } from './history.ts'
import { jobRoutes } from './jobs.ts'
import { modelRoutes } from './model-routes.ts'
import { promptRoutes } from './prompt-routes.ts'
import type { Route } from './route.ts'
import { systemRoutes } from './system.ts'
import { userDataRoutes } from './user-data.ts'

/** Every address of ComfyUI's API but `/ws`, and those of Krita's plugin. docs/api.md lists them. */
export const routes: readonly Route[] = [
  ...promptRoutes,
  ...historyRoutes,
  ...jobRoutes,
  ...fileRoutes,
  ...modelRoutes,
  ...systemRoutes,
  ...userDataRoutes,
  ...kritaRoutes,
]
