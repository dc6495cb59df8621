package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shopper who types this expects to see first, in a shop of many languages. */
class RelevanceTest {
    /** Id, product, merchant and description of each reel. */
    private static final String SHOP = """
            1 | Red Summer Dress | Bella Moda | Light cotton dress for warm evenings
            2 | Dress Shoes, black leather | Oxford & Sons | Handmade shoes with red laces
            3 | Summer Hat | Bella Moda | Straw hat with a red ribbon
            4 | Women's Red Dress with sleeves | Nordlys | Knee-length dress, machine wash
            5 | T-Shirt organic cotton | Plain Wear | The shirt that fits everyone
            6 | Tshirt printed "Wave" | Surf Shack | Soft tee with a wave on the back
            7 | Wi-Fi Router AX3000 | Netz Technik | Fast wifi for every room
            8 | USB-C Cable 2 m | Netz Technik | Charges phones and laptops
            9 | iPhone 15 Case, clear | CaseLab | Slim case, survives drops
            10 | Phone holder for the car | CaseLab | Fits every phone, iPhone 15 too
            11 | Crème brûlée torch | Cuisine d'Été | Caramelises sugar in seconds
            12 | L'eau de rose | Maison Élan | Parfum léger pour l'été
            13 | Café moulu 500 g | Torréfaction Nº 5 | Arômes de chocolat
            14 | Müsli mit Nüssen | Bäckerei Groß | Ohne Zuckerzusatz
            15 | Straßenschuh "Läufer" | Schuhhaus Köln | Bequem für die Straße
            16 | 手机壳 透明 | 深圳数码 | 适用于多种手机 防摔
            17 | 红色长款连衣裙 | 时尚女装 | 夏季新款 女士
            18 | 女士红色高跟鞋 | 时尚女装 | 真皮
            19 | 猫用おもちゃ | ペットの森 | 猫が大好きな羽のおもちゃ
            20 | 抹茶ケーキ | 京都スイーツ | 宇治の抹茶を使ったケーキ
            21 | ワンピース 花柄 | 東京ファッション | 春夏の新作
            22 | 한국 원피스 | 서울 패션 | 여름 신상 원피스를 만나보세요
            23 | Платье красное летнее | Модный дом | Лёгкое платье из хлопка
            24 | Ёлочная игрушка | Фабрика чудес | Новогодний шар
            25 | فستان أحمر | بيت الأزياء | فستان صيفي خفيف
            26 | שמלה אדומה | אופנה תל אביב | שמלת קיץ
            27 | ชุดเดรสสีแดง | ร้านแฟชั่น | ชุดเดรสผ้าฝ้ายใส่สบาย
            28 | Đầm đỏ mùa hè | Thời trang Sài Gòn | Vải cotton mát
            29 | Κόκκινο φόρεμα | Μόδα Αθήνα | Καλοκαιρινό φόρεμα
            30 | लाल पोशाक | फैशन दिल्ली | गर्मियों के लिए सूती पोशाक
            31 | Party pack 🎉 | Fun Factory | Balloons and confetti 🎈🎉
            32 | Pizza stone 🍕 | Fun Factory | For crisp pizza at home
            33 | C++ for beginners | Code Books | Learn to program
            34 | Men's running shoes | Läufer Berlin | Cushioned shoes for long runs
            35 | Running belt | Läufer Berlin | Holds keys and phone on a run
            36 | Box of glasses (6) | Glas & Co | Six glasses for wine
            37 | Reading glass | Glas & Co | Magnifies three times
            38 | Red Panda plush toy | Zoo Friends | Soft panda, 30 cm
            39 | AND OR NOT puzzle | Logic Lab | Wooden logic puzzle
            40 | Straw bag | Bella Moda | Bag for the beach, goes with a summer hat
            41 | Déjà Vu candle | Maison Élan | Smells of vanilla
            42 | Smørrebrød board | Ærø Træ | Oak, from Åland
            43 | Pokémon-Karten | Spielwaren Groß | 60 Karten
            44 | Crosby guitar strap | Music & More | Fits acoustic guitars
            45 | Guitar, acoustic | Music & More | Spruce top
            46 | 100% silk scarf | Bella Moda | Silk from Como
            47 | Scarf red_blue striped | Nordlys | Wool
            48 | ﬁne ｆｕｌｌｗｉｄｔｈ pen | Stationery | Ligature and width
            49 | カメラ | 東京カメラ店 | 小型カメラ
            50 | Vitamin C serum | Glow | Brightens the skin
            """;

    private static final Pattern CELL = Pattern.compile(" \\| ");

    @TempDir
    private static Path folder;

    private static SearchIndex index;

    @BeforeAll
    static void fill() throws IOException {
        index = SearchIndex.open(folder);
        for (String line : SHOP.lines().toList()) {
            List<String> cells = CELL.splitAsStream(line).toList();
            index.write(
                    new SearchText(Integer.parseInt(cells.get(0).strip()), cells.get(3), cells.get(1), cells.get(2)));
        }
        index.show();
    }

    @AfterAll
    static void close() throws IOException {
        index.close();
    }

    /** Two reels that the words tell apart no better stand newest first, and the newer has the higher id here. */
    private static void allAlike(int[] reelIds, int count, float[] weights, long[] createdAt) {
        for (int i = 0; i < count; i++) {
            weights[i] = 1;
            createdAt[i] = reelIds[i];
        }
    }

    private static String search(String text) throws IOException {
        Found found = index.search(SearchQuery.of(text), RelevanceTest::allAlike, 100);
        assertThat(found.total()).isEqualTo(found.reelIds().size());
        return found.reelIds().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The ids that stand first, in order; "only" = and no others. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            red dress                | 1 4
            RED DRESS                | 1 4
            dress red                | 1 4
            red                      | 1
            dress                    | 1
            dresses                  | 1
            run                      | 35
            runs shoe                | only 34
            summer dress             | 1
            bella moda               | only 46 40 3 1
            bella hat                | 3 40
            shoes                    | 2 34
            shoe                     | 2 34
            red shoes                | only 2
            t-shirt                  | 5 6
            tshirt                   | 6 5
            t shirt                  | 5
            T‑SHIRT                  | 5 6
            t-sh                     | 6 5
            wi-fi                    | only 7
            wifi                     | only 7
            usb-c                    | only 8
            usbc                     | only 8
            iphone 15                | 9 10
            iphone case              | 9 10
            phone                    | 10
            creme brulee             | only 11
            CRÈME BRÛLÉE             | only 11
            eau                      | only 12
            l'eau                    | only 12
            l’eau                    | only 12
            élan                     | 41 12
            cafe                     | only 13
            musli nussen             | only 14
            Strasse                  | only 15
            strassenschuh            | only 15
            groß                     | only 43 14
            gross                    | only 43 14
            läufer                   | 15
            laufer shoes             | only 34
            手机壳                   | only 16
            手机                     | only 16
            壳                       | only 16
            红色连衣裙               | only 17
            红色                     | 18 17
            女士 红色                | 18 17
            猫                       | only 19
            猫のおもちゃ             | only 19
            おもちゃ                 | only 19
            抹茶                     | only 20
            ケーキ                   | only 20
            ワンピース               | only 21
            ﾜﾝﾋﾟｰｽ                   | only 21
            カメラ                   | only 49
            원피스                   | only 22
            платье                   | only 23
            ПЛАТЬЕ КРАСНОЕ           | only 23
            елочная                  | only 24
            فستان                    | only 25
            فستان احمر               | only 25
            שמלה                     | only 26
            เดรส                     | only 27
            đầm đỏ                   | only 28
            dam do                   | only 28
            κοκκινο φορεμα           | only 29
            पोशाक                    | only 30
            🎉                       | only 31
            🎈🎉                     | only 31
            pizza 🍕                 | only 32
            c++                      | 50 33 8
            men's shoes              | only 34
            mens running             | only 34
            men                      | only 34
            glasses                  | only 36
            glass                    | 37 36
            panda                    | only 38
            and or not               | only 39
            summer hat               | 3 40
            deja vu                  | only 41
            smorrebrod               | only 42
            aero                     | only 42
            pokemon karten           | only 43
            guitar                   | 45 44
            acoustic guit            | 45 44
            100% silk                | only 46
            red blue                 | only 47
            red_blue                 | only 47
            fine fullwidth           | only 48
            ＦＵＬＬＷＩＤＴＨ       | only 48
            vitamin c                | only 50
            sum                      | 3 1 40
            """)
    void whatIsMeantStandsFirst(String query, String expected) throws IOException {
        String found = search(query);
        if (expected.startsWith("only ")) {
            assertThat(found).isEqualTo(expected.substring(5));
        } else {
            assertThat(found + " ").startsWith(expected + " ");
        }
    }
}
