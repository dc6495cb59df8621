package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void nobodyHoldsMoreThanAShareNorAllTogetherMoreThanThereAre() {
        Places places = new Places(3, 2);
        Places.Held first = places.take(1);
        Places.Held second = places.take(1);
        assertThatThrownBy(() -> places.take(1)).isInstanceOf(ApiException.class);
        Places.Held other = places.take(2);
        assertThatThrownBy(() -> places.take(3)).isInstanceOf(ApiException.class);
        first.close();
        places.take(3).close();
        places.take(1).close();
        second.close();
        other.close();
        assertThat(places.users()).isZero();
    }
}
