import type { ReactNode } from 'react'

const SIZE = 22

/** A drawing that says nothing by itself: the text beside it does. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      width={SIZE}
      height={SIZE}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  )
}

export const icons = {
  points: (
    <Icon>
      <circle cx="9" cy="12" r="6" />
      <path d="M14 6.6a6 6 0 1 1 0 10.8" />
    </Icon>
  ),
  card: (
    <Icon>
      <rect x="3" y="5.5" width="18" height="13" rx="2.5" />
      <path d="M3 10h18M7 15h3" />
    </Icon>
  ),
  rewards: (
    <Icon>
      <path d="M4 11.5h16v8.5H4zM3 7.5h18v4H3zM12 7.5V20M12 7.5c-5 0-5-4.5-2.5-4.500S12 7.5 12 7.500s0-4.5 2.5-4.5 2.5 4.5-2.5 4.5" />
    </Icon>
  ),
  history: (
    <Icon>
      <path d="M4 6.500v4h4M4.5 10.500a8 8 0 1 1-.5 3M12 8v4.500l3 2" />
    </Icon>
  ),
  account: (
    <Icon>
      <circle cx="12" cy="8.5" r="3.7" />
      <path d="M4.8 20c.7-3.7 3.6-5.5 7.2-5.500s6.5 1.8 7.2 5.5" />
    </Icon>
  ),
}
