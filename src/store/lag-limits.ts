import type { LagLimits } from './state.ts';

/** When a consumer counts as behind or stuck, by default. */
export const defaultLagLimits: LagLimits = { pending: 1000, ackPending: 0.8, idleMs: 60_000 };
