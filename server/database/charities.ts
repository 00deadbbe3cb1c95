import type { CharityModel } from './generated/models.ts'

/** Whom members may give points to. */
export type Charity = Readonly<CharityModel>
