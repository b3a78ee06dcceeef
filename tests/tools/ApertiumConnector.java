import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import org.omegat.core.machinetranslators.ApertiumTranslate;
import org.omegat.core.machinetranslators.BaseTranslate;
import org.omegat.util.Language;

/**
 * OmegaT's own connector asks a server, without OmegaT's window, and prints a translation a line:
 * {@code java -cp OmegaT.jar ApertiumConnector.java URL FROM TO TEXT…}
 */
public class ApertiumConnector {
    public static void main(String[] arguments) throws Exception {
        if (!set(ApertiumTranslate.class, "GT_URL", null, arguments[0] + "/translate?q=")) {
            System.setProperty("apertium.server.custom", "true");
            System.setProperty("apertium.server.url", arguments[0]);
        } else {
            // OmegaT 3.6 knows one server only; what it sends and how it reads are the same.
            set(ApertiumTranslate.class, "GT_URL2", null,
                    "&markUnknown=no&langpair=#sourceLang#|#targetLang#&key=");
        }
        // The constructor adds a line to a menu, which only a window has.
        Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        sun.misc.Unsafe unsafe = (sun.misc.Unsafe) field.get(null);
        Object connector = unsafe.allocateInstance(ApertiumTranslate.class);
        set(BaseTranslate.class, "cache", connector, new HashMap<String, String>());
        Method translate =
                ApertiumTranslate.class.getDeclaredMethod(
                        "translate", Language.class, Language.class, String.class);
        translate.setAccessible(true);
        Language from = new Language(arguments[1]);
        Language to = new Language(arguments[2]);
        for (int at = 3; at < arguments.length; at++) {
            System.out.println(translate.invoke(connector, from, to, arguments[at]));
        }
    }

    /** Sets a field, if there is one of that name. */
    private static boolean set(Class<?> of, String name, Object object, Object value)
            throws IllegalAccessException {
        try {
            Field field = of.getDeclaredField(name);
            field.setAccessible(true);
            field.set(object, value);
            return true;
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
