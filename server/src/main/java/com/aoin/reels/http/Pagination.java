package com.aoin.reels.http;

import tools.jackson.core.JsonGenerator;

/** The {@code pagination} object of a list with so many items in all. */
public record Pagination(PageRequest request, long total) {
    /** Writes the object; its name, where it is a member, is the caller's. */
    public void write(JsonGenerator json) {
        long pages = (total + request.perPage() - 1) / request.perPage();
        json.writeStartObject();
        json.writeNumberProperty("page", request.page());
        json.writeNumberProperty("per_page", request.perPage());
        json.writeNumberProperty("total", total);
        json.writeNumberProperty("pages", pages);
        json.writeBooleanProperty("has_next", request.page() < pages);
        json.writeBooleanProperty("has_prev", request.page() > 1);
        json.writeEndObject();
    }
}
