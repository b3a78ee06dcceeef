// Times as TMX writes them.

/** The moment of a time such as `20261129T221601Z`; nothing where it is none. */
export function momentOf(time: string): Date | undefined {
    const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
    const [, year, month, day, hour, minute, second] = parts ?? [];
    const moment = new Date(parts ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : time);
    return Number.isNaN(moment.getTime()) ? undefined : moment;
}
