package com.aoin.reels.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The sample shop, as its files describe it: who is there, what they sell, and the clips that show it. */
public final class DemoShop {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final byte[] catalogueFile = read("catalogue.json");
    private final Catalogue catalogue = MAPPER.readValue(catalogueFile, Catalogue.class);
    private final Cast cast = MAPPER.readValue(read("shop.json"), Cast.class);

    /** Somebody to try the shop as. */
    public record Persona(int userId, String name, String who) {}

    private record Cast(List<Persona> personas, List<DemoClip> clips, DemoClip sample) {}

    private record Catalogue(List<Merchant> merchants, List<Product> products) {}

    private record Merchant(int merchantId, int userId, String businessName) {}

    private record Product(int productId, int merchantId, String productName, BigDecimal sellingPrice) {}

    /** A product on sale, and the user who may post reels of it. */
    record Offer(String product, BigDecimal price, int merchantId, String merchant, int merchantUser) {}

    public List<Persona> personas() {
        return cast.personas();
    }

    /** All of them, as a JSON list for the web app. */
    public void writePersonas(JsonGenerator json) {
        MAPPER.writeValue(json, personas());
    }

    /** A user who is an admin. */
    public Persona admin() {
        return persona("admin");
    }

    /** The first persona whose description begins so. */
    public Persona persona(String who) {
        return personas().stream()
                .filter(persona -> persona.who().startsWith(who))
                .findFirst()
                .orElseThrow();
    }

    /** Who may post the sample clip. */
    public Persona sampleMerchant() {
        int user = offer(sampleProduct()).merchantUser();
        return personas().stream()
                .filter(persona -> persona.userId() == user)
                .findFirst()
                .orElseThrow();
    }

    /** The product that the sample clip shows. */
    public int sampleProduct() {
        return cast.sample().productId();
    }

    /** The caption for the sample clip. */
    public String sampleDescription() {
        return cast.sample().description();
    }

    /** The catalogue as a file to import. */
    byte[] catalogueFile() {
        return catalogueFile.clone();
    }

    /** The clips, each of another product. */
    List<DemoClip> clips() {
        return cast.clips();
    }

    /** A clip that nobody has posted yet. */
    DemoClip sample() {
        return cast.sample();
    }

    Offer offer(int productId) {
        Product product = catalogue.products().stream()
                .filter(candidate -> candidate.productId() == productId)
                .findFirst()
                .orElseThrow();
        Merchant merchant = catalogue.merchants().stream()
                .filter(candidate -> candidate.merchantId() == product.merchantId())
                .findFirst()
                .orElseThrow();
        return new Offer(
                product.productName(),
                product.sellingPrice(),
                merchant.merchantId(),
                merchant.businessName(),
                merchant.userId());
    }

    private static byte[] read(String name) {
        try (InputStream in = resource(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the sample shop", e);
        }
    }

    static InputStream resource(String name) throws IOException {
        return resourceUrl(name).openStream();
    }

    static URL resourceUrl(String name) {
        @Nullable URL url = DemoShop.class.getResource("/demo/" + name);
        return Objects.requireNonNull(url, name);
    }
}
