import { resolve } from 'node:path'

import { z } from 'zod'

export const COALITION_NAME_CHARACTERS_MAX = 40

/** One line that people read; nothing that breaks it or turns it around. */
const CoalitionName = z
  .string()
  .trim()
  .min(1)
  .max(COALITION_NAME_CHARACTERS_MAX)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'must be one line of visible characters')

const CoalitionColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1f4d3a')

/** What the environment says of how the coalition shows itself. */
export const COALITION_SETTINGS = {
  COALITION_NAME: CoalitionName.default('Entente'),
  COALITION_COLOUR: CoalitionColour.nullable().default(null),
  COALITION_LOGO: z.string().nullable().default(null),
}

/** How the coalition shows itself on every page and in every message. */
export interface CoalitionConfig {
  readonly name: string
  /** The accent, which carries white text; null: the pine of Entente. */
  readonly colour: string | null
  /** A PNG, WebP or JPEG; null: the rings of Entente, in the accent. */
  readonly logoFile: string | null
}

interface Values {
  readonly COALITION_NAME: string
  readonly COALITION_COLOUR: string | null
  readonly COALITION_LOGO: string | null
}

/** How the coalition shows itself, as the environment says it. */
export function coalitionOf({ COALITION_NAME, COALITION_COLOUR, COALITION_LOGO }: Values): CoalitionConfig {
  return {
    name: COALITION_NAME,
    colour: COALITION_COLOUR?.toLowerCase() ?? null,
    logoFile: COALITION_LOGO === null ? null : resolve(COALITION_LOGO),
  }
}
