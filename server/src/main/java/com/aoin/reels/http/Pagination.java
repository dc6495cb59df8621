package com.aoin.reels.http;

import tools.jackson.core.JsonGenerator;

/** The {@code pagination} object of a list with so many items in all, on so many pages. */
public record Pagination(PageRequest request, long total, long pages, boolean hasNext) {
    /** Of a list whose pages are full but for the last one. */
    public Pagination(PageRequest request, long total) {
        this(request, total, pages(request, total), request.page() < pages(request, total));
    }

    /**
     * Of a list of which only the first items can be paged through.
     *
     * @param reachable how many those are
     */
    public static Pagination within(PageRequest request, long total, long reachable) {
        long pages = pages(request, Math.min(total, reachable));
        return new Pagination(request, total, pages, request.page() < pages);
    }

    private static long pages(PageRequest request, long total) {
        return (total + request.perPage() - 1) / request.perPage();
    }

    /** Writes the object; its name, where it is a member, is the caller's. */
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("page", request.page());
        json.writeNumberProperty("per_page", request.perPage());
        json.writeNumberProperty("total", total);
        json.writeNumberProperty("pages", pages);
        json.writeBooleanProperty("has_next", hasNext);
        json.writeBooleanProperty("has_prev", request.page() > 1);
        json.writeEndObject();
    }
}
