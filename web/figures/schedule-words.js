/**
 * What learning-rate schedules are called.
 */

export const en = {
  scheduledRate: '{rate} ({schedule})',
  schedule_constant: 'constant',
  schedule_warmup: 'warm-up',
  schedule_cosine: 'cosine decay',
  schedule_cosineRestarts: 'cosine with restarts',
  schedule_step: 'in steps',
  schedule_exponential: 'exponential decay',
  schedule_polynomial: 'polynomial decay',
  schedule_oneCycle: 'one cycle',
};

/** @type {typeof en} */
export const ja = {
  scheduledRate: '{rate}（{schedule}）',
  schedule_constant: '一定',
  schedule_warmup: 'ウォームアップ',
  schedule_cosine: 'コサイン減衰',
  schedule_cosineRestarts: 'コサイン減衰・再始動つき',
  schedule_step: '段階的に減衰',
  schedule_exponential: '指数減衰',
  schedule_polynomial: '多項式減衰',
  schedule_oneCycle: 'ワンサイクル',
};

/** @typedef {(phrase: keyof typeof en, values?: Record<string, string>) => string} SaySchedule */
